import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { type FormEvent, type ReactNode, useState } from "react";
import { type ErrorCode, threeParts, useErrorWords } from "../../shell/errors/index.ts";
import { useTranslation } from "../../shell/i18n/index.ts";
import { emptyWords, FieldError, PassphraseField, WordsField, wordsToGo } from "../../shell/pieces/index.ts";
import type { WayIn } from "../../vault/index.ts";

/** Asks for the passphrase, or for the 24 words instead, on the page itself. */
export const WayForm = ({
  action,
  busy,
  error,
  onWay,
  passphraseLabel,
  autoFocus = false,
  children,
}: {
  /** A verb that names the result. */
  readonly action: string;
  readonly busy: boolean;
  readonly error?: ErrorCode | undefined;
  readonly onWay: (way: WayIn) => void;
  readonly passphraseLabel?: string;
  readonly autoFocus?: boolean;
  /** Stands beside the action. */
  readonly children?: ReactNode;
}) => {
  const { t } = useTranslation("shell");
  const errorWords = useErrorWords();
  const [kind, setKind] = useState<WayIn["kind"]>("passphrase");
  const [passphrase, setPassphrase] = useState("");
  const [words, setWords] = useState<readonly string[]>(emptyWords);
  const missing = kind === "passphrase" ? passphrase === "" : wordsToGo(words) > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (missing || busy) return;
    onWay(kind === "passphrase" ? { kind, passphrase } : { kind: "phrase", words: words.join(" ") });
  };
  const problem = error === undefined ? undefined : threeParts(errorWords(error));
  return (
    <Box component="form" onSubmit={submit} sx={{ marginTop: 4 }}>
      {kind === "passphrase" ? (
        <Box sx={{ maxWidth: 440 }}>
          <PassphraseField
            label={passphraseLabel ?? t("passphrase.label")}
            value={passphrase}
            onChange={setPassphrase}
            purpose="current"
            autoFocus={autoFocus}
            disabled={busy}
            {...(problem === undefined ? {} : { error: problem })}
          />
        </Box>
      ) : (
        <>
          <WordsField value={words} onChange={setWords} disabled={busy} />
          {problem !== undefined && <FieldError>{problem}</FieldError>}
        </>
      )}
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 3, alignItems: "center", marginTop: 5 }}>
        <Button type="submit" variant="contained" disabled={missing || busy}>
          {busy ? t("passphrase.checking") : action}
        </Button>
        <Button
          variant="text"
          sx={{ marginInlineStart: { xs: "-8px", md: 0 } }}
          onClick={() => setKind(kind === "passphrase" ? "phrase" : "passphrase")}
        >
          {kind === "passphrase" ? t("passphrase.useWords") : t("passphrase.usePassphrase")}
        </Button>
        {children}
      </Box>
    </Box>
  );
};
