import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useState } from "react";
import { useFormat, useTranslation } from "../../shell/i18n/index.ts";
import { Code, ProgressSentence, useAnnounce } from "../../shell/pieces/index.ts";
import type { HolderStep } from "../../vault/index.ts";
import { Explanation } from "../room/Sentence.tsx";

/** Our code, to be scanned or opened as a link, until a time of the clock. */
export const ShowCode = ({ step, onScan }: { readonly step: HolderStep; readonly onScan: () => void }) => {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const announce = useAnnounce();
  const [copied, setCopied] = useState<"yes" | "no">();
  if (step.step !== "code")
    return (
      <Box sx={{ marginTop: 4, maxWidth: 296 }}>
        <ProgressSentence sentence={t("add.asking")} />
      </Box>
    );
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(step.link);
      setCopied("yes");
      announce(t("add.copied"));
    } catch {
      setCopied("no"); // The browser does not let pages write there: the link is shown instead.
    }
  };
  return (
    <>
      <Explanation>{t("add.showCodeHow")}</Explanation>
      <Box sx={{ marginTop: 5 }}>
        <Code text={step.link} label={t("add.codeLabel")} />
      </Box>
      <Explanation>{t("add.until", { time: format.time(step.until) })}</Explanation>
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 3, marginTop: 4 }}>
        <Button onClick={() => void copy()}>{copied === "yes" ? t("add.copied") : t("add.copy")}</Button>
        <Button variant="text" onClick={onScan} sx={{ marginInlineStart: { xs: "-8px", md: 0 } }}>
          {t("add.theirs")}
        </Button>
      </Box>
      {copied === "no" && (
        <Box
          component="code"
          sx={{ display: "block", marginTop: 3, typography: "caption", overflowWrap: "anywhere" }}
        >
          {step.link}
        </Box>
      )}
    </>
  );
};
