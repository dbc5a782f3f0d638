import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import InputAdornment from "@mui/material/InputAdornment";
import Link from "@mui/material/Link";
import Typography from "@mui/material/Typography";
import { CheckIcon } from "@phosphor-icons/react/dist/csr/Check";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "../shell/i18n/index.ts";
import { FieldError, Hidden, TextField } from "../shell/pieces/index.ts";
import { role } from "../shell/theme/index.ts";
import { FirstRunPage } from "./FirstRunPage.tsx";
import { WordsAside } from "./WordsAside.tsx";

const plain = (word: string): string => word.trim().toLowerCase();

/** Three of the words, read back from paper. `places` counts from 0. */
export const CheckWords = ({
  words,
  places,
  onBack,
  onRight,
}: {
  readonly words: readonly string[];
  readonly places: readonly number[];
  readonly onBack: () => void;
  readonly onRight: () => void;
}) => {
  const { t } = useTranslation("onboarding");
  const form = useId();
  const [given, setGiven] = useState<readonly string[]>(places.map(() => ""));
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const right = (at: number) => plain(given[at] ?? "") === words[places[at] ?? 0];
  const toGo = places.filter((_, at) => !right(at)).length;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setLeft(new Set(places.keys()));
    if (toGo === 0) onRight();
  };
  return (
    <FirstRunPage
      title={t("check.title")}
      step={{ number: 2, of: 2 }}
      onBack={onBack}
      line="wideOnly"
      aside={t("words.aside")}
      asideText={<WordsAside />}
      asideNote={t("words.once")}
      footer={
        <>
          <Button
            type="submit"
            form={form}
            variant="contained"
            disabled={toGo > 0}
            sx={{ width: { xs: "100%", md: "auto" } }}
          >
            {t("check.done")}
          </Button>
          <Typography
            variant="caption"
            component="p"
            sx={{ margin: "8px 0 0", color: role.ink2, textAlign: { xs: "center", md: "start" } }}
          >
            {toGo > 0 ? t("check.toGo", { count: toGo }) : ""}{" "}
            <Link
              component="button"
              type="button"
              onClick={onBack}
              sx={{ font: "inherit", verticalAlign: "baseline" }}
            >
              {t("check.again")}
            </Link>
          </Typography>
        </>
      }
    >
      <Typography
        variant="body2"
        component="p"
        sx={{ margin: "8px 0 24px", color: role.ink2, fontSize: "1.0625rem", lineHeight: 1.5 }}
      >
        {t("check.what")}
      </Typography>
      <form id={form} onSubmit={submit}>
        {places.map((place, at) => {
          const wrong = left.has(at) && given[at] !== "" && !right(at);
          return (
            <Box key={place} sx={{ marginBottom: 5 }}>
              <TextField
                label={t("check.word", { number: place + 1 })}
                value={given[at]}
                autoFocus={at === 0}
                error={wrong}
                helperText={
                  wrong ? <FieldError>{t("check.wrong", { number: place + 1 })}</FieldError> : undefined
                }
                onBlur={() => setLeft((before) => new Set(before).add(at))}
                onChange={(event) => {
                  setGiven(given.map((word, index) => (index === at ? event.target.value : word)));
                  setLeft((before) => new Set([...before].filter((index) => index !== at)));
                }}
                slotProps={{
                  htmlInput: {
                    autoComplete: "off",
                    autoCapitalize: "none",
                    autoCorrect: "off",
                    spellCheck: false,
                  },
                  input: {
                    endAdornment: right(at) ? (
                      <InputAdornment position="end" sx={{ color: role.positive }}>
                        <CheckIcon size={20} aria-hidden="true" />
                        <Hidden role="status">{t("check.right")}</Hidden>
                      </InputAdornment>
                    ) : undefined,
                  },
                }}
              />
            </Box>
          );
        })}
      </form>
    </FirstRunPage>
  );
};
