import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useState } from "react";
import { useFormat, useTranslation } from "../../shell/i18n/index.ts";
import { MarginNote, MarginRow, useAnnounce } from "../../shell/pieces/index.ts";
import { role } from "../../shell/theme/index.ts";
import { useImports, useVault } from "../../store/index.ts";
import type { PastImport } from "../../vault/index.ts";
import { Explanation, Heading } from "../room/Sentence.tsx";

const OneImport = ({ past }: { readonly past: PastImport }) => {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const vault = useVault();
  const announce = useAnnounce();
  const [undone, setUndone] = useState<number>();
  const undo = async () => {
    const count = await vault.undoImport(past.id);
    setUndone(count);
    announce(t("import.undone", { count }));
  };
  return (
    <MarginRow component="li" margin={<MarginNote>{format.shortDate(past.at, Date.now())}</MarginNote>}>
      <Box sx={{ borderBottom: `1px solid ${role.hairline}`, padding: "0 0 12px", marginBottom: 3 }}>
        <Box sx={{ typography: "ui", fontWeight: 500, overflowWrap: "anywhere" }}>{past.label}</Box>
        <Box sx={{ typography: "caption", color: role.ink2 }}>
          {undone === undefined
            ? t("import.pastEntries", { count: past.entries })
            : t("import.undone", { count: undone })}
        </Box>
        {undone === undefined && past.entries > 0 && (
          <Button
            variant="text"
            onClick={() => void undo()}
            aria-label={t("import.undoOne", { name: past.label })}
            sx={{ marginInlineStart: "-8px" }}
          >
            {t("import.undoAll")}
          </Button>
        )}
      </Box>
    </MarginRow>
  );
};

/** What was brought in before; each import can be taken back as a whole. */
export const PastImports = () => {
  const { t } = useTranslation("settings");
  const imports = useImports() ?? [];
  if (imports.length === 0) return null;
  return (
    <Box component="section" aria-labelledby="past-imports" sx={{ marginTop: 9, marginBottom: 6 }}>
      <MarginRow>
        <Heading id="past-imports">{t("import.past")}</Heading>
        <Explanation>{t("import.pastHow")}</Explanation>
      </MarginRow>
      <Box component="ul" sx={{ margin: "16px 0 0", padding: 0 }}>
        {imports
          .toSorted((a, b) => b.at - a.at)
          .map((past) => (
            <OneImport key={past.id} past={past} />
          ))}
      </Box>
    </Box>
  );
};
