import Box from "@mui/material/Box";
import type { MoodLevel } from "../../documents/model.ts";
import { useTranslation } from "../i18n/index.ts";
import { moodColour } from "../theme/index.ts";

const well = 5.2;
/** The part of the well below height `y`, in a box of 16. */
const filledBelow = (y: number): string => {
  const half = Math.sqrt(well ** 2 - (y - 8) ** 2).toFixed(2);
  return `M${8 - Number(half)} ${y}A${well} ${well} 0 ${y < 8 ? 1 : 0} 0 ${8 + Number(half)} ${y}Z`;
};
const wholeWell = `M${8 - well} 8a${well} ${well} 0 1 0 ${2 * well} 0a${well} ${well} 0 1 0 ${-2 * well} 0Z`;

/** Drained has nothing in it, Full is full. */
const fillings: Readonly<Record<MoodLevel, string | undefined>> = {
  1: undefined,
  2: filledBelow(10.6),
  3: filledBelow(8),
  4: filledBelow(5.2),
  5: wholeWell,
};

const names = { 1: "drained", 2: "low", 3: "even", 4: "good", 5: "full" } as const;

export const useMoodWord = (): ((level: MoodLevel) => string) => {
  const { t } = useTranslation("shell");
  return (level) => t(`mood.${names[level]}`);
};

/**
 * Mood as a level in a well, readable without colour. Named for assistive technology unless its word stands beside it
 * (`labelled`).
 */
export const MoodWell = ({
  level,
  size = 16,
  labelled = false,
}: {
  readonly level: MoodLevel;
  readonly size?: 14 | 16 | 20 | 28;
  readonly labelled?: boolean;
}) => {
  const word = useMoodWord()(level);
  const filling = fillings[level];
  return (
    <Box
      component="svg"
      viewBox="0 0 16 16"
      width={size}
      height={size}
      {...(labelled ? { "aria-hidden": true } : { role: "img", "aria-label": word })}
      sx={{ color: moodColour(level), display: "block", flexShrink: 0 }}
    >
      <circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" strokeWidth="1.3" />
      {filling !== undefined && <path d={filling} fill="currentColor" />}
    </Box>
  );
};
