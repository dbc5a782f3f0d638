import { styled } from "@mui/material/styles";
import { type KeyboardEvent, type RefObject, useEffect, useRef } from "react";
import type * as Y from "yjs";
import { useTranslation } from "../../shell/i18n/index.ts";
import { role } from "../../shell/theme/index.ts";
import { readingTitle } from "./reading-size.ts";
import { bindTitle } from "./title-binding.ts";

const Field = styled("textarea")(({ theme }) => ({
  ...theme.typography.h2,
  display: "block",
  width: "100%",
  padding: 0,
  margin: 0,
  border: 0,
  outline: 0,
  resize: "none",
  overflow: "hidden",
  background: "none",
  color: role.ink,
  caretColor: role.accent,
  textWrap: "wrap",
  fieldSizing: "content",
  // A title is never smaller than the text it stands over, whatever size the reader chose.
  ...readingTitle,
  "&::placeholder": { color: role.ink3, opacity: 1, fontWeight: 400, fontStyle: "italic" },
}));

/** Where the browser sizes a field by its words itself, measuring it would only cost a layout of the page. */
const sizesItself = (): boolean =>
  typeof CSS !== "undefined" && CSS.supports?.("field-sizing", "content") === true;

const grow = (field: HTMLTextAreaElement) => {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
};

export interface TitleFieldProps {
  readonly title: Y.Text;
  readonly readOnly: boolean;
  /** Enter, or an arrow down at the end: on to the text. */
  readonly onLeave: () => void;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
  readonly fieldRef?: RefObject<HTMLTextAreaElement | null>;
}

/** The title, as tall as its words. It has no line breaks. */
export const TitleField = ({ title, readOnly, onLeave, onUndo, onRedo, fieldRef }: TitleFieldProps) => {
  const { t } = useTranslation("journal");
  const own = useRef<HTMLTextAreaElement>(null);
  const ref = fieldRef ?? own;
  useEffect(() => {
    const field = ref.current;
    if (field === null) return;
    if (sizesItself()) return bindTitle(field, title, () => undefined);
    const unbind = bindTitle(field, title, () => grow(field));
    const sizes = new ResizeObserver(() => grow(field));
    sizes.observe(field.parentElement ?? field);
    return () => {
      unbind();
      sizes.disconnect();
    };
  }, [title, ref]);

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const { selectionStart, value } = event.currentTarget;
    const modified = event.ctrlKey || event.metaKey;
    if (event.key === "Enter" || (event.key === "ArrowDown" && selectionStart === value.length)) onLeave();
    else if (modified && event.key.toLowerCase() === "z") (event.shiftKey ? onRedo : onUndo)();
    else if (modified && event.key.toLowerCase() === "y") onRedo();
    else return;
    event.preventDefault();
  };
  return (
    <Field
      ref={ref}
      rows={1}
      aria-label={t("entry.title")}
      placeholder={readOnly ? "" : t("entry.titlePlaceholder")}
      readOnly={readOnly}
      enterKeyHint="next"
      // Else the browser keeps the words on disk, to restore the page with them.
      autoComplete="off"
      onKeyDown={onKeyDown}
    />
  );
};
