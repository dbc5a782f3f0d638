import Box from "@mui/material/Box";
import Chip from "@mui/material/Chip";
import IconButton from "@mui/material/IconButton";
import Link from "@mui/material/Link";
import { PlusIcon } from "@phosphor-icons/react/dist/csr/Plus";
import { XIcon } from "@phosphor-icons/react/dist/csr/X";
import { type KeyboardEvent, useId, useState } from "react";
import { Link as RouterLink } from "react-router";
import type { Named } from "../../documents/index.ts";
import { useTranslation } from "../../shell/i18n/index.ts";
import { TextField } from "../../shell/pieces/index.ts";
import { suggestNames } from "../model/tags.ts";
import { fold } from "../model/timeline.ts";

const offered = 4;

export interface NamesFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly present: readonly Named[];
  /** Names used before. */
  readonly known: readonly string[];
  readonly disabled: boolean;
  readonly autoFocus: boolean;
  readonly linkTo?: (id: string) => string;
  readonly onAdd: (name: string) => void;
  readonly onRemove: (id: string) => void;
}

/** Tags or people: each with a way to take it off, a field for more, and names used before as chips. */
export const NamesField = ({
  label,
  placeholder,
  present,
  known,
  disabled,
  autoFocus,
  linkTo,
  onAdd,
  onRemove,
}: NamesFieldProps) => {
  const { t } = useTranslation("journal");
  const [typed, setTyped] = useState("");
  const listId = useId();
  const taken = present.map(({ name }) => name);
  const suggestions = suggestNames(known, typed, taken, offered);
  const fresh = typed.trim();
  const isNew = fresh !== "" && ![...suggestions, ...taken].some((name) => fold(name) === fold(fresh));
  const add = (name: string) => {
    const tidy = name.trim().replace(/^#/u, "");
    if (tidy !== "") onAdd(tidy);
    setTyped("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const last = present.at(-1);
    if ((event.key === "Enter" || event.key === ",") && fresh !== "") add(fresh);
    else if (event.key === "Backspace" && typed === "" && last !== undefined) onRemove(last.id);
    else return;
    event.preventDefault();
  };
  return (
    <>
      {present.length > 0 && (
        <Box
          component="ul"
          aria-label={label}
          sx={{ display: "flex", flexWrap: "wrap", columnGap: 3, margin: 0, padding: 0 }}
        >
          {present.map(({ id, name }) => (
            <Box component="li" key={id} sx={{ display: "flex", alignItems: "center", listStyle: "none" }}>
              {linkTo === undefined ? (
                name
              ) : (
                <Link component={RouterLink} to={linkTo(id)}>
                  {name}
                </Link>
              )}
              <IconButton
                aria-label={t("names.remove", { name })}
                disabled={disabled}
                onClick={() => onRemove(id)}
              >
                <XIcon size={16} />
              </IconButton>
            </Box>
          ))}
        </Box>
      )}
      <TextField
        value={typed}
        disabled={disabled}
        autoFocus={autoFocus}
        placeholder={placeholder}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => {
          if (isNew) add(fresh);
        }}
        slotProps={{
          htmlInput: {
            "aria-label": t("names.add", { label }),
            "aria-describedby": listId,
            enterKeyHint: "done",
          },
        }}
      />
      <Box
        id={listId}
        role="group"
        aria-label={t("names.suggestions")}
        sx={{ display: "flex", flexWrap: "wrap", gap: 2, marginTop: suggestions.length > 0 || isNew ? 2 : 0 }}
        onMouseDown={(event) => event.preventDefault()}
      >
        {suggestions.map((name) => (
          <Chip key={name} label={name} onClick={() => add(name)} />
        ))}
        {isNew && <Chip icon={<PlusIcon size={16} />} label={fresh} onClick={() => add(fresh)} />}
      </Box>
    </>
  );
};
