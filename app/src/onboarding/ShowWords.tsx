import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { CopyIcon } from "@phosphor-icons/react/dist/csr/Copy";
import { DownloadSimpleIcon } from "@phosphor-icons/react/dist/csr/DownloadSimple";
import { PrinterIcon } from "@phosphor-icons/react/dist/csr/Printer";
import { useState } from "react";
import { useTranslation } from "../shell/i18n/index.ts";
import { role, serif } from "../shell/theme/index.ts";
import { Actions, FirstRunPage } from "./FirstRunPage.tsx";
import { WordsAside } from "./WordsAside.tsx";

const numbered = (words: readonly string[]): string =>
  words.map((word, index) => `${String(index + 1).padStart(2, " ")}  ${word}`).join("\n");

const saveFile = (name: string, text: string) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};

/** The second way in, shown once. */
export const ShowWords = ({
  words,
  held,
  onCheck,
  onLater,
}: {
  readonly words: readonly string[];
  /** Someone tried to go back: that is answered. */
  readonly held: boolean;
  readonly onCheck: () => void;
  readonly onLater: () => void;
}) => {
  const { t } = useTranslation("onboarding");
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(words.join(" "));
    setCopied(true);
  };
  return (
    <FirstRunPage
      title={t("words.title")}
      step={{ number: 2, of: 2 }}
      line="wideOnly"
      aside={t("words.aside")}
      asideText={<WordsAside />}
      asideNote={t("words.asideNote")}
      footer={
        <Actions>
          <Button variant="contained" onClick={onCheck}>
            {t("words.check")}
          </Button>
          <Button variant="text" onClick={onLater}>
            {t("words.later")}
          </Button>
        </Actions>
      }
    >
      <Typography
        variant="body2"
        component="p"
        sx={{ margin: "8px 0 16px", color: role.ink2, fontSize: "1.0625rem", lineHeight: 1.5 }}
      >
        {t("words.what")}
      </Typography>
      <Box
        component="ol"
        aria-label={t("words.list")}
        sx={{
          margin: 0,
          padding: "8px 0",
          listStyle: "none",
          borderBlock: `1px solid ${role.hairline}`,
          // Two columns, read down; one where text is so large that two have no room.
          columns: "2 8rem",
          columnGap: 0,
        }}
      >
        {words.map((word, index) => (
          <Box
            component="li"
            // biome-ignore lint/suspicious/noArrayIndexKey: a word may come twice; its place is what it is
            key={index}
            sx={{
              display: "flex",
              breakInside: "avoid",
              alignItems: "baseline",
              gap: 3,
              fontFamily: serif,
              fontSize: "1.125rem",
              lineHeight: { xs: 26 / 18, md: 30 / 18 },
              color: role.ink,
            }}
          >
            <Box
              component="span"
              sx={{ typography: "caption", color: role.ink3, width: "1.5rem", textAlign: "end" }}
            >
              {index + 1}
            </Box>
            {word}
          </Box>
        ))}
      </Box>
      <Box
        data-noprint
        sx={{
          display: "flex",
          flexWrap: "wrap",
          columnGap: 5,
          marginTop: 2,
          justifyContent: { xs: "space-between", md: "flex-start" },
        }}
      >
        <Button variant="text" startIcon={<CopyIcon size={20} weight="light" />} onClick={() => void copy()}>
          {t("words.copy")}
        </Button>
        <Button
          variant="text"
          startIcon={<PrinterIcon size={20} weight="light" />}
          onClick={() => window.print()}
        >
          {t("words.print")}
        </Button>
        <Button
          variant="text"
          startIcon={<DownloadSimpleIcon size={20} weight="light" />}
          onClick={() => saveFile(t("words.file"), `${t("words.fileText")}\n\n${numbered(words)}\n`)}
        >
          {t("words.save")}
        </Button>
      </Box>
      <Box role="status" sx={{ typography: "caption", color: role.caution, minHeight: 18 }}>
        {held ? t("words.held") : copied ? t("words.copied") : ""}
      </Box>
    </FirstRunPage>
  );
};
