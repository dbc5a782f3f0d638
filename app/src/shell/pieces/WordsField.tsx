import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Chip from "@mui/material/Chip";
import { WarningOctagonIcon } from "@phosphor-icons/react/dist/csr/WarningOctagon";
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "../i18n/index.ts";
import { role, serif } from "../theme/index.ts";
import { loadWordList, nearest, splitWords, suggestions, wordCount } from "./words.ts";

export const emptyWords: readonly string[] = Array.from({ length: wordCount }, () => "");

/** How many of the 24 are still empty. */
export const wordsToGo = (words: readonly string[]): number => words.filter((word) => word === "").length;

/**
 * The 24 words as numbered underlines: two columns, one under 360 px. Pasting all of them into any field fills all.
 * A word that is not in the list is underlined in danger and named in a sentence, with the one probably meant.
 */
export const WordsField = ({
  value,
  onChange,
  disabled = false,
  autoFocus = false,
}: {
  readonly autoFocus?: boolean;
  readonly value: readonly string[];
  readonly onChange: (words: readonly string[]) => void;
  readonly disabled?: boolean;
}) => {
  const { t } = useTranslation("shell");
  const [list, setList] = useState<readonly string[]>([]);
  const [at, setAt] = useState(0);
  const fields = useRef<(HTMLInputElement | null)[]>([]);
  useEffect(() => {
    let here = true;
    void loadWordList().then((words) => here && setList(words));
    return () => {
      here = false;
    };
  }, []);

  const put = (index: number, word: string) =>
    onChange(value.map((present, place) => (place === index ? word : present)));
  const take = (index: number, word: string) => {
    put(index, word);
    fields.current[Math.min(index + 1, wordCount - 1)]?.focus();
  };
  const paste = (event: ClipboardEvent, index: number) => {
    const words = splitWords(event.clipboardData.getData("text"));
    if (words.length < 2) return;
    event.preventDefault();
    const start = words.length >= wordCount ? 0 : index;
    onChange(value.map((present, place) => words[place - start] ?? present));
    fields.current[Math.min(start + words.length, wordCount) - 1]?.focus();
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>, index: number) => {
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      const [only, second] = suggestions(list, value[index] ?? "");
      const word = value[index] ?? "";
      if (only !== undefined && (second === undefined || list.includes(word)))
        take(index, list.includes(word) ? word : only);
      else if (event.key === " ") fields.current[index + 1]?.focus();
      else event.currentTarget.form?.requestSubmit();
    } else if (event.key === "Backspace" && value[index] === "") {
      event.preventDefault();
      fields.current[index - 1]?.focus();
    }
  };

  const unknown = (word: string, index: number) =>
    list.length > 0 &&
    word !== "" &&
    !list.includes(word) &&
    (index !== at || suggestions(list, word).length === 0);
  const wrong = value.findIndex(unknown);
  const meant = wrong < 0 ? undefined : nearest(list, value[wrong] ?? "");
  const offered = wrong === at ? [] : suggestions(list, value[at] ?? "");

  return (
    <Box role="group" aria-label={t("words.group")}>
      <Box
        sx={{
          display: "grid",
          gridTemplateColumns: "minmax(0, 1fr) minmax(0, 1fr)",
          gridTemplateRows: "repeat(12, auto)",
          gridAutoFlow: "column",
          columnGap: 4,
          "@media (max-width: 359.95px)": {
            gridTemplateColumns: "minmax(0, 1fr)",
            gridTemplateRows: "none",
            gridAutoFlow: "row",
          },
        }}
      >
        {value.map((word, index) => {
          const bad = unknown(word, index);
          return (
            <Box
              // biome-ignore lint/suspicious/noArrayIndexKey: a place among the 24 is the identity
              key={index}
              sx={{
                display: "flex",
                alignItems: "baseline",
                gap: 2,
                minHeight: 36,
                borderBottom: `1px solid ${bad ? role.danger : role.rule}`,
                boxShadow: bad ? `0 1px 0 ${role.danger}` : "none",
                "&:focus-within": bad ? {} : { borderColor: role.link, boxShadow: `0 1px 0 ${role.link}` },
              }}
            >
              <Box
                component="span"
                aria-hidden="true"
                sx={{ typography: "caption", color: role.ink3, width: 22, textAlign: "end" }}
              >
                {index + 1}
              </Box>
              <Box
                component="input"
                ref={(field: HTMLInputElement | null) => {
                  fields.current[index] = field;
                }}
                value={word}
                aria-label={t("words.word", { number: index + 1 })}
                aria-invalid={bad}
                disabled={disabled}
                autoFocus={autoFocus && index === 0}
                autoComplete="off"
                autoCapitalize="none"
                autoCorrect="off"
                spellCheck={false}
                onFocus={() => setAt(index)}
                onChange={(event) => put(index, event.target.value.toLowerCase().replace(/[^\p{L}]/gu, ""))}
                onPaste={(event) => paste(event, index)}
                onKeyDown={(event) => onKey(event, index)}
                sx={{
                  flex: 1,
                  minWidth: 0,
                  border: 0,
                  padding: "4px 0",
                  background: "none",
                  color: role.ink,
                  caretColor: role.accent,
                  fontFamily: serif,
                  fontSize: "1.0625rem",
                  lineHeight: 28 / 17,
                  outline: "none",
                }}
              />
              {bad && (
                <Box component="span" sx={{ color: role.danger, alignSelf: "center", display: "flex" }}>
                  <WarningOctagonIcon size={15} weight="fill" aria-hidden="true" />
                </Box>
              )}
            </Box>
          );
        })}
      </Box>
      <Box sx={{ minHeight: 76, paddingTop: 2 }}>
        <Box role="status" sx={{ typography: "caption", color: role.danger, minHeight: 20 }}>
          {wrong >= 0 && (
            <>
              {t("words.unknown", { number: wrong + 1, word: value[wrong] ?? "" })}{" "}
              {meant !== undefined && (
                <Button
                  variant="text"
                  onClick={() => take(wrong, meant)}
                  sx={{ minHeight: 24, padding: "0 4px", typography: "caption", verticalAlign: "baseline" }}
                >
                  {t("words.meant", { word: meant })}
                </Button>
              )}
            </>
          )}
        </Box>
        <Box
          role="group"
          aria-label={t("words.suggestions")}
          sx={{ display: "flex", flexWrap: "wrap", gap: 2, marginTop: 1 }}
        >
          {offered.map((word) => (
            <Chip
              key={word}
              label={word}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(at, word)}
              disabled={disabled}
            />
          ))}
        </Box>
      </Box>
    </Box>
  );
};
