import Box from "@mui/material/Box";
import type { ReactNode } from "react";
import { useTranslation } from "../i18n/index.ts";
import { Notice, type Tone } from "../pieces/Notice.tsx";
import type { ErrorCode, ErrorWords } from "./codes.ts";
import "./texts.ts";

/** The three sentences of an error, in the reader's language. */
export const useErrorWords = (): ((code: ErrorCode) => ErrorWords) => {
  const { t } = useTranslation("errors");
  return (code) => ({ what: t(`${code}.what`), safe: t(`${code}.safe`), next: t(`${code}.next`) });
};

/** An error in full: what happened, what is safe, what to do, and the code in small print. */
export const ErrorNotice = ({
  code,
  tone = "danger",
  actions,
}: {
  readonly code: ErrorCode;
  readonly tone?: Tone;
  readonly actions?: ReactNode;
}) => {
  const { t } = useTranslation("shell");
  const { what, safe, next } = useErrorWords()(code);
  return (
    <Notice tone={tone} title={what} actions={actions}>
      {safe} {next}
      <Box component="span" sx={{ display: "block", typography: "caption", marginTop: 1 }}>
        {t("details", { code })}
      </Box>
    </Notice>
  );
};
