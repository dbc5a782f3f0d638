import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { useTranslation } from "../i18n/index.ts";
import { MarginPage, MarginRow } from "../pieces/MarginPage.tsx";
import { Notice } from "../pieces/Notice.tsx";
import { PageFooter } from "../pieces/PageHeader.tsx";
import { role, serif } from "../theme/index.ts";

const saveText = (text: string) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = "whisperwell-text.txt";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};

/** A page broke: says what is safe, keeps what stood in its fields, offers to load again. */
export const CrashPage = ({ text }: { readonly text: string }) => {
  const { t } = useTranslation("shell");
  const [copied, setCopied] = useState(false);
  return (
    <MarginPage line="danger">
      <Box sx={{ paddingTop: { xs: 8, md: 12 } }}>
        <MarginRow>
          <Typography variant="h3" component="h1" tabIndex={-1} sx={{ margin: "0 0 20px" }}>
            {t("crash.title")}
          </Typography>
          <Notice tone="danger" title={t("crash.what")}>
            {t("crash.safe")} {t("crash.next")}
          </Notice>
          {text !== "" && (
            <Box sx={{ marginTop: 6 }}>
              <Typography variant="overline" component="h2" sx={{ margin: 0, color: role.ink3 }}>
                {t("crash.kept")}
              </Typography>
              <Box
                tabIndex={0}
                sx={{
                  maxHeight: "40dvh",
                  overflowY: "auto",
                  whiteSpace: "pre-wrap",
                  fontFamily: serif,
                  fontSize: "1.0625rem",
                  lineHeight: 1.6,
                  paddingBlock: 2,
                }}
              >
                {text}
              </Box>
              <Box sx={{ display: "flex", gap: 4 }}>
                <Button
                  variant="text"
                  onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
                >
                  {copied ? t("crash.copied") : t("crash.copy")}
                </Button>
                <Button variant="text" onClick={() => saveText(text)}>
                  {t("crash.file")}
                </Button>
              </Box>
            </Box>
          )}
        </MarginRow>
      </Box>
      <PageFooter>
        <Button variant="contained" onClick={() => location.reload()}>
          {t("crash.reload")}
        </Button>
        <Button href="#/" onClick={() => setTimeout(() => location.reload())}>
          {t("crash.home")}
        </Button>
      </PageFooter>
    </MarginPage>
  );
};
