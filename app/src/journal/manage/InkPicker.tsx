import Box from "@mui/material/Box";
import ButtonBase from "@mui/material/ButtonBase";
import { useRef } from "react";
import { type JournalInk, journalInks } from "../../documents/index.ts";
import { useTranslation } from "../../shell/i18n/index.ts";
import { Ribbon } from "../../shell/pieces/index.ts";
import { focusRing, hoverWash, isRightToLeft, role } from "../../shell/theme/index.ts";

/** The inks as ribbons: one choice, walked by arrow keys. */
export const InkPicker = ({
  ink,
  onChoose,
}: {
  readonly ink: JournalInk;
  readonly onChoose: (ink: JournalInk) => void;
}) => {
  const { t } = useTranslation("journal");
  const buttons = useRef<(HTMLButtonElement | null)[]>([]);
  const step = (by: number) => {
    const index = (journalInks.indexOf(ink) + by + journalInks.length) % journalInks.length;
    const next = journalInks[index];
    if (next === undefined) return;
    onChoose(next);
    buttons.current[index]?.focus();
  };
  return (
    <Box sx={{ marginTop: 5 }}>
      <Box sx={{ typography: "caption", color: role.ink3, marginBottom: 1 }} id="ink-label">
        {t("journals.ink")}
      </Box>
      <Box
        role="radiogroup"
        aria-labelledby="ink-label"
        sx={{ display: "flex", flexWrap: "wrap" }}
        onKeyDown={(event) => {
          const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
          if (by === undefined) return;
          event.preventDefault();
          step(isRightToLeft() && event.key.length > 9 ? -by : by);
        }}
      >
        {journalInks.map((one, index) => (
          <ButtonBase
            key={one}
            ref={(button) => {
              buttons.current[index] = button;
            }}
            role="radio"
            aria-checked={one === ink}
            aria-label={t(`ink.${one}`)}
            tabIndex={one === ink ? 0 : -1}
            onClick={() => onChoose(one)}
            sx={{
              flex: "1 1 0",
              minWidth: 0,
              maxWidth: 56,
              height: 52,
              borderRadius: "4px",
              border: `1px solid ${one === ink ? role.link : "transparent"}`,
              backgroundColor: one === ink ? role.wash : "transparent",
              "&:hover": { backgroundColor: one === ink ? role.wash : hoverWash },
              "&:focus-visible": focusRing,
            }}
          >
            <Ribbon ink={one} large />
          </ButtonBase>
        ))}
      </Box>
      <Box sx={{ typography: "caption", color: role.ink2, marginTop: 1 }} aria-hidden>
        {t(`ink.${ink}`)}
      </Box>
    </Box>
  );
};
