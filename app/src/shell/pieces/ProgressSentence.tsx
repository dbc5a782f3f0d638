import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import LinearProgress from "@mui/material/LinearProgress";
import { useId } from "react";
import { useTranslation } from "../i18n/index.ts";
import { role } from "../theme/index.ts";

/** How far a long task is: a sentence with both numbers, a line of 2 px, a way to stop. */
export const ProgressSentence = ({
  sentence,
  done,
  total,
  onStop,
}: {
  readonly sentence: string;
  readonly done?: number;
  readonly total?: number;
  readonly onStop?: () => void;
}) => {
  const { t } = useTranslation("shell");
  const id = useId();
  const known = done !== undefined && total !== undefined && total > 0;
  return (
    <Box>
      <Box sx={{ display: "flex", alignItems: "baseline", justifyContent: "space-between", gap: 3 }}>
        <Box id={id} role="status" sx={{ typography: "ui", color: role.ink2 }}>
          {sentence}
        </Box>
        {onStop !== undefined && (
          <Button variant="text" onClick={onStop} sx={{ minHeight: 36 }}>
            {t("stop")}
          </Button>
        )}
      </Box>
      <LinearProgress
        aria-labelledby={id}
        sx={{ marginTop: 1 }}
        {...(known
          ? { variant: "determinate" as const, value: Math.min(100, (100 * done) / total) }
          : { variant: "indeterminate" as const })}
      />
    </Box>
  );
};
