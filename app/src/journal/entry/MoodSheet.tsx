import Box from "@mui/material/Box";
import ButtonBase from "@mui/material/ButtonBase";
import { CheckIcon } from "@phosphor-icons/react/dist/csr/Check";
import { XIcon } from "@phosphor-icons/react/dist/csr/X";
import { useId, useState } from "react";
import type { EntryChange, EntryRow, Mood, MoodLevel } from "../../documents/index.ts";
import { useTranslation } from "../../shell/i18n/index.ts";
import { IconAction, MoodWell, TextField, useMoodWord } from "../../shell/pieces/index.ts";
import { focusRing, hoverWash, role } from "../../shell/theme/index.ts";
import { clockTime } from "../model/format.ts";
import { whenOfFields } from "../model/when.ts";
import { Sheet } from "./Sheet.tsx";

const levels: readonly MoodLevel[] = [1, 2, 3, 4, 5];
/** The scale the picker writes; others map onto its five. */
export const moodScale = "five";

const MoodCell = ({
  level,
  chosen,
  onChoose,
}: {
  readonly level: MoodLevel;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}) => {
  const word = useMoodWord()(level);
  return (
    <ButtonBase
      aria-pressed={chosen}
      onClick={onChoose}
      sx={{
        position: "relative",
        flex: "1 1 0",
        minWidth: 0,
        flexDirection: "column",
        gap: 2,
        padding: "16px 2px 12px",
        borderRadius: "4px",
        border: `1px solid ${chosen ? role.link : "transparent"}`,
        backgroundColor: chosen ? role.wash : "transparent",
        color: chosen ? role.link : role.ink,
        typography: "ui",
        fontWeight: chosen ? 600 : 400,
        "&:hover": { backgroundColor: chosen ? role.wash : hoverWash },
        "&:focus-visible": focusRing,
      }}
    >
      <MoodWell level={level} size={28} labelled />
      {word}
      {chosen && (
        <Box component="span" sx={{ position: "absolute", top: 4, insetInlineEnd: 6, display: "flex" }}>
          <CheckIcon size={14} aria-hidden />
        </Box>
      )}
    </ButtonBase>
  );
};

const MoodLine = ({
  mood,
  zone,
  onRemove,
}: {
  readonly mood: Mood;
  readonly zone: string;
  readonly onRemove: () => void;
}) => {
  const { t } = useTranslation("journal");
  const word = useMoodWord()(mood.value);
  const time = clockTime(mood.at, zone);
  return (
    <Box
      component="li"
      sx={{
        display: "flex",
        alignItems: "center",
        gap: 3,
        borderBottom: `1px solid ${role.hairline}`,
        typography: "ui",
        minHeight: 44,
        listStyle: "none",
      }}
    >
      <Box component="span" sx={{ color: role.ink3 }}>
        {time}
      </Box>
      <MoodWell level={mood.value} labelled />
      <Box component="span" sx={{ flexGrow: 1 }}>
        {word}
      </Box>
      <IconAction label={t("mood.remove", { mood: word, time })} onClick={onRemove}>
        <XIcon size={16} />
      </IconAction>
    </Box>
  );
};

export interface MoodSheetProps {
  readonly row: EntryRow;
  readonly startOfDay: number;
  readonly onChange: (changes: readonly EntryChange[]) => void;
  readonly onClose: () => void;
}

/** How it was, at a time of that day: one press chooses, another of the same takes it back; a day may hold several. */
export const MoodSheet = ({ row, startOfDay, onChange, onClose }: MoodSheetProps) => {
  const { t } = useTranslation("journal");
  const { day, zone, instant } = row.when;
  const [time, setTime] = useState(() => clockTime(instant, zone));
  const timeId = useId();
  const at = whenOfFields({ day, time, zone }, startOfDay)?.instant;
  const here = row.moods.filter((mood) => clockTime(mood.at, zone) === time);
  const choose = (level: MoodLevel) => {
    if (at === undefined) return;
    const removals = here.map(({ id }): EntryChange => ({ type: "mood-remove", id }));
    const same = here.some(({ value }) => value === level);
    onChange(same ? removals : [...removals, { type: "mood-add", value: level, scale: moodScale, at }]);
  };
  return (
    <Sheet title={t("mood.title", { time })} onClose={onClose}>
      <Box sx={{ padding: "16px 20px 0" }}>
        <Box role="group" aria-label={t("mood.group")} sx={{ display: "flex", gap: "4px", marginBottom: 4 }}>
          {levels.map((level) => (
            <MoodCell
              key={level}
              level={level}
              chosen={here.some(({ value }) => value === level)}
              onChoose={() => choose(level)}
            />
          ))}
        </Box>
        {row.moods.length > 0 && (
          <Box component="ul" sx={{ margin: 0, padding: 0, borderTop: `1px solid ${role.hairline}` }}>
            {row.moods.map((mood) => (
              <MoodLine
                key={mood.id}
                mood={mood}
                zone={zone}
                onRemove={() => onChange([{ type: "mood-remove", id: mood.id }])}
              />
            ))}
          </Box>
        )}
        <Box sx={{ display: "flex", alignItems: "baseline", gap: 4, marginTop: 4 }}>
          <Box
            component="label"
            htmlFor={timeId}
            sx={{ typography: "caption", color: role.ink3, flexGrow: 1 }}
          >
            {t("mood.anotherTime")}
          </Box>
          <TextField
            id={timeId}
            type="time"
            value={time}
            error={at === undefined}
            onChange={(event) => setTime(event.target.value)}
            sx={{ width: 130 }}
          />
        </Box>
      </Box>
    </Sheet>
  );
};
