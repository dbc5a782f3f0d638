import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogContentText from "@mui/material/DialogContentText";
import DialogTitle from "@mui/material/DialogTitle";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import type { Vault, WayIn } from "../../vault/index.ts";
import { type ErrorCode, threeParts, useErrorWords } from "../errors/index.ts";
import { useTranslation } from "../i18n/index.ts";
import { useBackCloses } from "../layers/index.ts";
import { FieldError } from "./FieldError.tsx";
import { PassphraseField } from "./PassphraseField.tsx";
import { emptyWords, WordsField, wordsToGo } from "./WordsField.tsx";

/**
 * Asks for a way in once more before something an open screen is not enough for. `check` is the vault's; a wrong answer
 * stays in the dialog.
 */
export const ConfirmWithPassphrase = ({
  open,
  title,
  children,
  action,
  tone = "plain",
  check,
  onConfirmed,
  onClose,
}: {
  readonly open: boolean;
  readonly title: string;
  readonly children?: ReactNode;
  /** A verb that names the result: "Let Phone in". */
  readonly action: string;
  readonly tone?: "plain" | "danger";
  readonly check: Vault["check"];
  readonly onConfirmed: (way: WayIn) => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation("shell");
  const titleId = useId();
  useBackCloses(open, onClose);
  return (
    <Dialog open={open} onClose={onClose} aria-labelledby={titleId} maxWidth="xs" fullWidth>
      <DialogTitle id={titleId}>{title}</DialogTitle>
      {open && (
        <WayForm
          action={action}
          tone={tone}
          check={check}
          onConfirmed={onConfirmed}
          onClose={onClose}
          stop={t("cancel")}
        >
          {children}
        </WayForm>
      )}
    </Dialog>
  );
};

const WayForm = ({
  children,
  action,
  tone,
  check,
  onConfirmed,
  onClose,
  stop,
}: {
  readonly children?: ReactNode;
  readonly action: string;
  readonly tone: "plain" | "danger";
  readonly check: Vault["check"];
  readonly onConfirmed: (way: WayIn) => void;
  readonly onClose: () => void;
  readonly stop: string;
}) => {
  const { t } = useTranslation("shell");
  const errorWords = useErrorWords();
  const [kind, setKind] = useState<WayIn["kind"]>("passphrase");
  const [passphrase, setPassphrase] = useState("");
  const [words, setWords] = useState<readonly string[]>(emptyWords);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorCode>();
  const missing = kind === "passphrase" ? passphrase === "" : wordsToGo(words) > 0;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (missing || busy) return;
    const way: WayIn =
      kind === "passphrase" ? { kind, passphrase } : { kind: "phrase", words: words.join(" ") };
    setBusy(true);
    setError(undefined);
    const checked = await check(way);
    setBusy(false);
    if (checked.ok) onConfirmed(way);
    else if (checked.error.code !== "cancelled") setError(checked.error.code);
  };
  const problem = error === undefined ? undefined : threeParts(errorWords(error));
  return (
    <form onSubmit={(event) => void submit(event)}>
      <DialogContent>
        {children !== undefined && (
          <DialogContentText component="div" sx={{ marginBottom: 4 }}>
            {children}
          </DialogContentText>
        )}
        {kind === "passphrase" ? (
          <PassphraseField
            label={t("passphrase.label")}
            value={passphrase}
            onChange={setPassphrase}
            purpose="current"
            autoFocus
            disabled={busy}
            error={problem}
          />
        ) : (
          <>
            <WordsField value={words} onChange={setWords} disabled={busy} />
            {problem !== undefined && <FieldError>{problem}</FieldError>}
          </>
        )}
        <Box sx={{ marginTop: 2, marginInlineStart: "-8px" }}>
          <Button
            variant="text"
            onClick={() => {
              setKind(kind === "passphrase" ? "phrase" : "passphrase");
              setError(undefined);
            }}
          >
            {kind === "passphrase" ? t("passphrase.useWords") : t("passphrase.usePassphrase")}
          </Button>
        </Box>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{stop}</Button>
        <Button
          type="submit"
          variant="contained"
          color={tone === "danger" ? "error" : "primary"}
          disabled={missing || busy}
        >
          {busy ? t("passphrase.checking") : action}
        </Button>
      </DialogActions>
    </form>
  );
};
