/**
 * A text field and a shared text, kept the same. What is typed becomes one replacement; what others type moves the
 * caret, never resets it. While an input method composes, the field is left alone: others' edits wait beside it and
 * what is typed meanwhile is moved past them.
 */
import type * as Y from "yjs";
import { moveCaret, type TextEdit, textEdit } from "../model/text-edit.ts";

/** Origin of the field's own transactions; the undo manager tracks it. */
export const titleOrigin = "title-field";

type Field = Pick<
  HTMLTextAreaElement,
  | "value"
  | "selectionStart"
  | "selectionEnd"
  | "setSelectionRange"
  | "addEventListener"
  | "removeEventListener"
>;

/** A Y.Text change as replacements in order, each in the text as the ones before left it. */
export const editsOfDelta = (delta: Y.YTextEvent["delta"]): readonly TextEdit[] => {
  const edits: TextEdit[] = [];
  let at = 0;
  for (const step of delta) {
    if (step.retain !== undefined) at += step.retain;
    else if (typeof step.insert === "string") {
      edits.push({ at, remove: 0, insert: step.insert });
      at += step.insert.length;
    } else if (step.delete !== undefined) edits.push({ at, remove: step.delete, insert: "" });
  }
  return edits;
};

/** Binds until the answer is called. `onText` hears every new text, for a field that grows. */
export const bindTitle = (field: Field, text: Y.Text, onText: (text: string) => void): (() => void) => {
  let shown = text.toString();
  let composing = false;
  let waiting: readonly TextEdit[] = [];
  field.value = shown;
  onText(shown);

  const takeOthers = () => {
    const start = waiting.reduce(moveCaret, field.selectionStart);
    const end = waiting.reduce(moveCaret, field.selectionEnd);
    waiting = [];
    shown = text.toString();
    if (field.value !== shown) {
      field.value = shown;
      field.setSelectionRange(start, end);
    }
    onText(shown);
  };
  const onInput = () => {
    const flat = field.value.replace(/\r?\n/gu, " ");
    if (flat !== field.value) {
      const caret = field.selectionStart;
      field.value = flat;
      field.setSelectionRange(caret, caret);
    }
    const edit = textEdit(shown, flat, field.selectionStart);
    shown = flat;
    if (edit === undefined) return;
    const at = Math.min(waiting.reduce(moveCaret, edit.at), text.length);
    waiting = waiting.map((other) => ({ ...other, at: moveCaret(other.at, edit) }));
    text.doc?.transact(() => {
      if (edit.remove > 0) text.delete(at, Math.min(edit.remove, text.length - at));
      if (edit.insert !== "") text.insert(at, edit.insert);
    }, titleOrigin);
    onText(flat);
  };
  const onShared = (event: Y.YTextEvent) => {
    if (event.transaction.origin === titleOrigin) return;
    waiting = [...waiting, ...editsOfDelta(event.delta)];
    if (!composing) takeOthers();
  };
  const onCompositionStart = () => {
    composing = true;
  };
  const onCompositionEnd = () => {
    composing = false;
    onInput();
    takeOthers();
  };

  field.addEventListener("input", onInput);
  field.addEventListener("compositionstart", onCompositionStart);
  field.addEventListener("compositionend", onCompositionEnd);
  text.observe(onShared);
  return () => {
    field.removeEventListener("input", onInput);
    field.removeEventListener("compositionstart", onCompositionStart);
    field.removeEventListener("compositionend", onCompositionEnd);
    text.unobserve(onShared);
  };
};
