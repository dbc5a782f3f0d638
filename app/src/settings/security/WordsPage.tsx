import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { type FormEvent, useState } from "react";
import { Link } from "react-router";
import { type ErrorCode, threeParts, useErrorWords } from "../../shell/errors/index.ts";
import { useTranslation } from "../../shell/i18n/index.ts";
import { paths } from "../../shell/paths.ts";
import {
  emptyWords,
  FieldError,
  MarginRow,
  PageFooter,
  WordsField,
  wordsToGo,
} from "../../shell/pieces/index.ts";
import { useVault } from "../../store/index.ts";
import { Sentence } from "../room/Sentence.tsx";
import { SettingsPage } from "../room/SettingsPage.tsx";
import { StandingSign } from "../room/Signs.tsx";

/** The 24 words, typed from paper and tried on the journal itself: nothing else proves that the paper is right. */
export const WordsPage = () => {
  const { t } = useTranslation("settings");
  const { t: shell } = useTranslation("shell");
  const errorWords = useErrorWords();
  const vault = useVault();
  const [words, setWords] = useState<readonly string[]>(emptyWords);
  const [busy, setBusy] = useState(false);
  const [right, setRight] = useState(false);
  const [error, setError] = useState<ErrorCode>();
  const toGo = wordsToGo(words);
  const check = async (event: FormEvent) => {
    event.preventDefault();
    if (toGo > 0 || busy) return;
    setBusy(true);
    setError(undefined);
    const checked = await vault.check({ kind: "phrase", words: words.join(" ") });
    if (checked.ok) await vault.editSettings({ type: "words-checked" });
    setBusy(false);
    if (checked.ok) {
      setRight(true);
      setWords(emptyWords);
    } else if (checked.error.code !== "cancelled") setError(checked.error.code);
  };
  if (right)
    return (
      <SettingsPage title={t("words.title")} back={paths.security}>
        <div role="status">
          <Sentence
            sign={<StandingSign standing="proven" word={t("standing.proven")} />}
            below={t("words.rightBelow")}
          >
            {t("words.right")}
          </Sentence>
        </div>
        <PageFooter>
          <Button variant="contained" component={Link} to={paths.security}>
            {t("words.done")}
          </Button>
        </PageFooter>
      </SettingsPage>
    );
  return (
    <SettingsPage title={t("words.title")} back={paths.security}>
      <Box
        component="form"
        onSubmit={(event) => void check(event)}
        sx={{ display: "flex", flexDirection: "column", flex: 1 }}
      >
        <Sentence below={t("words.why")}>{t("words.sentence")}</Sentence>
        <MarginRow measure={480}>
          <WordsField value={words} onChange={setWords} disabled={busy} />
          {error !== undefined && <FieldError>{threeParts(errorWords(error))}</FieldError>}
        </MarginRow>
        <PageFooter note={toGo > 0 ? shell("lock.toGo", { count: toGo }) : shell("lock.complete")}>
          <Button type="submit" variant="contained" disabled={toGo > 0 || busy}>
            {busy ? shell("passphrase.checking") : t("words.check")}
          </Button>
        </PageFooter>
      </Box>
    </SettingsPage>
  );
};
