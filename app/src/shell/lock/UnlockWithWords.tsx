import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Link from "@mui/material/Link";
import Typography from "@mui/material/Typography";
import { CaretLeftIcon } from "@phosphor-icons/react/dist/csr/CaretLeft";
import { type FormEvent, useState } from "react";
import { threeParts, useErrorWords } from "../errors/index.ts";
import { useTranslation } from "../i18n/index.ts";
import { FieldError } from "../pieces/FieldError.tsx";
import { IconAction } from "../pieces/IconAction.tsx";
import { emptyWords, WordsField, wordsToGo } from "../pieces/WordsField.tsx";
import { isRightToLeft, role } from "../theme/index.ts";
import { useUnlock } from "./useUnlock.ts";

/** The second way in. A disabled Open says how many words are missing. */
export const UnlockWithWords = ({ onBack }: { readonly onBack: () => void }) => {
  const { t } = useTranslation("shell");
  const errorWords = useErrorWords();
  const [words, setWords] = useState<readonly string[]>(emptyWords);
  const [unlocking, unlock, forget] = useUnlock();
  const missing = wordsToGo(words);
  const opening = unlocking.state === "opening";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (missing === 0 && !opening) void unlock({ kind: "phrase", words: words.join(" ") });
  };
  const failed =
    unlocking.state === "failed" && unlocking.error.code !== "cancelled"
      ? errorWords(unlocking.error.code)
      : undefined;
  return (
    <Box
      component="main"
      sx={{ minHeight: "100dvh", backgroundColor: role.desk, display: "flex", flexDirection: "column" }}
    >
      <Box
        component="form"
        onSubmit={submit}
        sx={{
          flex: 1,
          width: "100%",
          maxWidth: 560,
          marginInline: "auto",
          display: "flex",
          flexDirection: "column",
        }}
      >
        <Box sx={{ padding: "4px 20px 4px", paddingTop: { md: 12 }, flex: { xs: 1, md: "none" } }}>
          <Box sx={{ marginInlineStart: "-8px" }}>
            <IconAction label={t("passphrase.usePassphrase")} onClick={onBack}>
              <CaretLeftIcon size={22} weight="light" mirrored={isRightToLeft()} />
            </IconAction>
          </Box>
          <Typography
            variant="h3"
            component="h1"
            sx={{ margin: "0 0 2px", fontSize: { xs: "1.5rem", md: "1.875rem" }, lineHeight: 1.3 }}
          >
            {t("lock.withWords")}
          </Typography>
          <Typography variant="ui" component="p" sx={{ margin: "0 0 8px", color: role.ink2 }}>
            {t("lock.wordsSafe")}
          </Typography>
          <WordsField
            value={words}
            onChange={(next) => {
              setWords(next);
              forget();
            }}
            disabled={opening}
            autoFocus
          />
          {failed !== undefined && <FieldError>{threeParts(failed)}</FieldError>}
        </Box>
        <Box
          sx={{
            position: { xs: "sticky", md: "static" },
            bottom: 0,
            backgroundColor: role.desk,
            borderTop: { xs: `1px solid ${role.hairline}`, md: 0 },
            padding: "10px 20px calc(10px + env(safe-area-inset-bottom))",
          }}
        >
          <Button type="submit" variant="contained" fullWidth disabled={missing > 0 || opening}>
            {opening ? t("lock.opening") : t("lock.open")}
          </Button>
          <Box sx={{ typography: "caption", color: role.ink2, textAlign: "center", marginTop: 2 }}>
            <span role="status">{missing > 0 ? t("lock.toGo", { count: missing }) : t("lock.complete")}</span>{" "}
            <Link
              component="button"
              type="button"
              onClick={onBack}
              sx={{ font: "inherit", verticalAlign: "baseline" }}
            >
              {t("passphrase.usePassphrase")}
            </Link>
          </Box>
        </Box>
      </Box>
    </Box>
  );
};
