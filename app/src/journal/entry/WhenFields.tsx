import { useId, useState } from "react";
import type { When } from "../../documents/index.ts";
import { useTranslation } from "../../shell/i18n/index.ts";
import { TextField } from "../../shell/pieces/index.ts";
import { clockTime, zoneCity, zoneOffset } from "../model/format.ts";
import { type WhenFields as Fields, fieldsOfWhen, whenOfFields } from "../model/when.ts";
import { SheetRow } from "./Sheet.tsx";

const allZones = (): readonly string[] => ["UTC", ...Intl.supportedValuesOf("timeZone")];

/** “Oslo, 1 hour ahead of UTC”, “Kathmandu, 5 h 45 min ahead of UTC”, in whole sentences. */
export const useZoneWords = () => {
  const { t } = useTranslation("journal");
  return (instant: number, zone: string): string => {
    const offset = zoneOffset(instant, zone);
    const city = zoneCity(zone);
    const hours = Math.floor(Math.abs(offset) / 60);
    const minutes = Math.abs(offset) % 60;
    if (minutes > 0) return t(offset > 0 ? "zone.aheadPart" : "zone.behindPart", { city, hours, minutes });
    return t(offset === 0 ? "zone.same" : offset > 0 ? "zone.ahead" : "zone.behind", { city, count: hours });
  };
};

export interface WhenFieldsProps {
  readonly when: When;
  readonly startOfDay: number;
  readonly disabled: boolean;
  readonly onChange: (when: When) => void;
  readonly autoFocus: boolean;
}

/** What was typed and is not in the entry yet: it stays until the entry says the same, or a second field would undo the first. */
const notYetIn = (typed: Partial<Fields>, present: Fields): Partial<Fields> =>
  Object.fromEntries(Object.entries(typed).filter(([name, text]) => present[name as keyof Fields] !== text));

/** Day, time and zone: held at once as one value whenever all three say something that exists. */
export const WhenFields = ({ when, startOfDay, disabled, onChange, autoFocus }: WhenFieldsProps) => {
  const { t } = useTranslation("journal");
  const zoneWords = useZoneWords();
  const [typed, setTyped] = useState<Partial<Fields>>({});
  const present = fieldsOfWhen(when);
  const waiting = notYetIn(typed, present);
  if (Object.keys(waiting).length < Object.keys(typed).length) setTyped(waiting);
  // The clock time that was meant, where the clocks went over it: another zone, or another day, may have it.
  const [meant, setMeant] = useState<{ readonly time: string; readonly instant: number }>();
  const shown = meant?.instant === when.instant ? { ...present, time: meant.time } : present;
  const fields = { ...shown, ...waiting };
  const ids = { day: useId(), time: useId(), zone: useId(), zones: useId() };
  const change = (part: Partial<Fields>) => {
    const next = { ...fields, ...part };
    // A day or a time holds at once, also while the zone beside it is not one yet: the entry's own stays until then.
    const made =
      whenOfFields(next, startOfDay) ??
      (part.zone === undefined ? whenOfFields({ ...next, zone: when.zone }, startOfDay) : undefined);
    setTyped({ ...waiting, ...part });
    if (made === undefined) return;
    setMeant({ time: next.time, instant: made.instant });
    onChange(made);
  };
  const stands = whenOfFields(fields, startOfDay);
  const real = stands && clockTime(stands.instant, stands.zone);
  const skipped = real === undefined || real === fields.time ? undefined : real;
  const refused = stands === undefined;
  const zoneRefused = refused && whenOfFields({ ...fields, zone: "UTC" }, startOfDay) !== undefined;
  return (
    <>
      <SheetRow label={t("details.day")} labelId={ids.day} hint={t("details.dayHint")}>
        <TextField
          type="date"
          autoFocus={autoFocus}
          disabled={disabled}
          value={fields.day}
          onChange={(event) => change({ day: event.target.value })}
          slotProps={{ htmlInput: { "aria-labelledby": ids.day, required: true } }}
        />
      </SheetRow>
      <SheetRow
        label={t("details.time")}
        labelId={ids.time}
        hint={
          <span role="status">
            {skipped !== undefined && t("details.skipped", { typed: fields.time, time: skipped })}
          </span>
        }
      >
        <TextField
          type="time"
          disabled={disabled}
          value={fields.time}
          onChange={(event) => change({ time: event.target.value })}
          slotProps={{ htmlInput: { "aria-labelledby": ids.time, required: true } }}
        />
      </SheetRow>
      <SheetRow
        label={t("details.zone")}
        labelId={ids.zone}
        hint={zoneRefused ? undefined : `${zoneWords(when.instant, when.zone)} ${t("details.zoneHint")}`}
      >
        <TextField
          disabled={disabled}
          value={fields.zone}
          onChange={(event) => change({ zone: event.target.value })}
          error={zoneRefused}
          helperText={zoneRefused ? t("details.zoneUnknown") : undefined}
          slotProps={{
            htmlInput: {
              "aria-labelledby": ids.zone,
              list: ids.zones,
              autoCapitalize: "none",
              spellCheck: false,
            },
          }}
        />
        <datalist id={ids.zones}>
          {allZones().map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      </SheetRow>
    </>
  );
};
