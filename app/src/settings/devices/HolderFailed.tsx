import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { Link } from "react-router";
import { useTranslation } from "../../shell/i18n/index.ts";
import { paths } from "../../shell/paths.ts";
import { ErrorNotice, MarginRow, Notice } from "../../shell/pieces/index.ts";
import type { PairingError } from "../../vault/index.ts";

/** The pairing is over: why, what is safe, and the way to begin anew. */
export const HolderFailed = ({
  error,
  onAgain,
}: {
  readonly error: PairingError;
  readonly onAgain: () => void;
}) => {
  const { t } = useTranslation("settings");
  return (
    <MarginRow>
      {error.code === "cancelled" ? (
        <Notice tone="neutral" title={t("add.stopped")}>
          {t("add.stoppedSafe")}
        </Notice>
      ) : (
        <ErrorNotice code={error.code} />
      )}
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 3, marginTop: 5 }}>
        <Button variant="contained" onClick={onAgain}>
          {t("add.again")}
        </Button>
        <Button variant="text" component={Link} to={paths.devices}>
          {t("devices.title")}
        </Button>
      </Box>
    </MarginRow>
  );
};
