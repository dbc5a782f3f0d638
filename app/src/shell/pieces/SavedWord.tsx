import Box from "@mui/material/Box";
import { WarningOctagonIcon } from "@phosphor-icons/react/dist/csr/WarningOctagon";
import type { SavedState } from "../../vault/index.ts";
import { useTranslation } from "../i18n/index.ts";
import { role } from "../theme/index.ts";
import { Stitches } from "./Stitches.tsx";
import { useAskBeforeClosing } from "./useAskBeforeClosing.ts";
import { useSettled } from "./useSettled.ts";

/** *Saved* must be true while it stands there: it goes with the first letter after it, and only its coming back waits. */
const urgent = (state: SavedState): boolean => state.code === "not-saved" || state.code === "writing";

/** The saved state beside an open entry: a word, never a button. Spoken politely when it settles; danger at once. */
export const SavedWord = ({
  state,
  stitches = "shown",
}: {
  readonly state: SavedState;
  /** `hidden` where there is no relay: here is then all there is. */
  readonly stitches?: "shown" | "hidden";
}) => {
  const { t } = useTranslation("shell");
  const shown = useSettled(state, 2000, urgent);
  useAskBeforeClosing(urgent(state));
  if (shown.code === "not-saved")
    return (
      <Box
        role="alert"
        sx={{
          typography: "caption",
          fontWeight: 600,
          color: role.danger,
          display: "flex",
          gap: 2,
          alignItems: "center",
        }}
      >
        <WarningOctagonIcon size={16} weight="fill" aria-hidden="true" />
        {t(`saved.notSaved.${shown.reason}`)}
      </Box>
    );
  const words =
    shown.code === "on-devices"
      ? t("saved.onDevices", { count: shown.devices })
      : t(
          shown.code === "writing"
            ? "saved.writing"
            : shown.code === "saved-here"
              ? "saved.here"
              : "saved.onRelay",
        );
  return (
    <Box
      role="status"
      sx={{
        typography: "caption",
        color: role.ink3,
        display: "inline-flex",
        alignItems: "center",
        gap: 2,
        flexWrap: "wrap",
      }}
    >
      {words}
      {stitches === "shown" && shown.code !== "writing" && (
        <Stitches
          reach={{
            here: true,
            relay: shown.code !== "saved-here",
            everyDevice: shown.code === "on-devices",
          }}
        />
      )}
    </Box>
  );
};
