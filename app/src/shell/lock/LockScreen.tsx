import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { type FormEvent, useEffect, useState } from "react";
import { threeParts, useErrorWords } from "../errors/index.ts";
import { useTranslation } from "../i18n/index.ts";
import { PassphraseField } from "../pieces/PassphraseField.tsx";
import { role } from "../theme/index.ts";
import { ClosedPage } from "./ClosedPage.tsx";
import { UnlockWithWords } from "./UnlockWithWords.tsx";
import { useUnlock } from "./useUnlock.ts";

const PassphraseForm = ({ onForgot }: { readonly onForgot: () => void }) => {
  const { t } = useTranslation("shell");
  const errorWords = useErrorWords();
  const [passphrase, setPassphrase] = useState("");
  const [unlocking, unlock, forget] = useUnlock();
  const opening = unlocking.state === "opening";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (passphrase !== "" && !opening) void unlock({ kind: "passphrase", passphrase });
  };
  const words =
    unlocking.state === "failed" && unlocking.error.code !== "cancelled"
      ? errorWords(unlocking.error.code)
      : undefined;
  return (
    <form onSubmit={submit}>
      <PassphraseField
        label={t("passphrase.label")}
        value={passphrase}
        onChange={(value) => {
          setPassphrase(value);
          forget();
        }}
        purpose="current"
        autoFocus
        disabled={opening}
        error={words === undefined ? undefined : threeParts(words)}
      />
      <Button
        type="submit"
        variant="contained"
        fullWidth
        disabled={passphrase === "" || opening}
        sx={{ marginTop: 4 }}
      >
        {opening ? t("lock.opening") : t("lock.open")}
      </Button>
      <Box sx={{ marginTop: 3, marginInlineStart: "-8px" }}>
        <Button variant="text" onClick={onForgot}>
          {t("lock.forgot")}
        </Button>
      </Box>
    </form>
  );
};

/** Closed: no name, count, date or photo of what is inside. */
export const LockScreen = () => {
  const { t } = useTranslation("shell");
  const [way, setWay] = useState<"passphrase" | "words">("passphrase");
  useEffect(() => {
    document.title = t("name");
  }, [t]);
  if (way === "words") return <UnlockWithWords onBack={() => setWay("passphrase")} />;
  return (
    <ClosedPage
      words={
        <>
          <Typography
            variant="h3"
            component="h1"
            sx={{
              margin: 0,
              fontStyle: "italic",
              fontSize: { xs: "1.625rem", md: "2.125rem" },
              lineHeight: 1.25,
            }}
          >
            {t("lock.title")}
          </Typography>
          <Typography variant="ui" component="p" sx={{ margin: "8px 0 0", color: role.ink3 }}>
            {t("lock.safe")}
          </Typography>
        </>
      }
      controls={<PassphraseForm onForgot={() => setWay("words")} />}
    />
  );
};
