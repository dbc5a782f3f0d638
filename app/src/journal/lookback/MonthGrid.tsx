import Box from "@mui/material/Box";
import { PlusIcon } from "@phosphor-icons/react/dist/csr/Plus";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useNavigate } from "react-router";
import { calendarGrid, monthOf, weekStartOf } from "../../documents/index.ts";
import { useTranslation } from "../../shell/i18n/index.ts";
import { paths } from "../../shell/paths.ts";
import { Hidden, MoodWell, useMoodWord } from "../../shell/pieces/index.ts";
import { focusRingInside, hoverWash, isRightToLeft, role, wide } from "../../shell/theme/index.ts";
import { useLocale } from "../locale.ts";
import { type DayEntries, dayAfterKey } from "../model/calendar.ts";
import { dayFull, dayNumber, weekdayLong, weekdayShort } from "../model/format.ts";
import { Thumbnail } from "../photos/Thumbnail.tsx";

export interface MonthGridProps {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly chosen: string;
  readonly today: string;
  readonly byDay: ReadonlyMap<string, DayEntries>;
  readonly onChoose: (day: string) => void;
}

const cellLook = {
  position: "relative",
  display: "flex",
  flexDirection: "column",
  alignItems: "center",
  width: "100%",
  height: 47,
  paddingTop: "4px",
  gap: "1px",
  border: 0,
  background: "none",
  color: role.ink,
  font: "inherit",
  cursor: "pointer",
  textAlign: "start",
  "&:hover": { backgroundColor: hoverWash },
  "&:focus-visible": focusRingInside,
  "&[aria-selected='true']": { backgroundColor: role.wash },
  [wide]: { height: "clamp(88px, 12.4vh, 128px)", padding: "6px 8px", alignItems: "stretch" },
} as const;

const useDayWords = () => {
  const { t } = useTranslation("journal");
  const locale = useLocale();
  const moodWord = useMoodWord();
  return (day: string, entries: DayEntries | undefined): string => {
    const count = entries?.rows.length ?? 0;
    const named = t("calendar.day", { day: dayFull(day, locale), count });
    return entries?.mood === undefined
      ? named
      : t("calendar.dayWithMood", { day: named, mood: moodWord(entries.mood) });
  };
};

const Cell = ({
  day,
  month,
  today,
  chosen,
  entries,
}: {
  readonly day: string;
  readonly month: string;
  readonly today: string;
  readonly chosen: boolean;
  readonly entries: DayEntries | undefined;
}) => {
  const { t } = useTranslation("journal");
  const locale = useLocale();
  const inMonth = monthOf(day) === month;
  const isToday = day === today;
  const first = entries?.rows[0];
  const photo = entries?.rows.find((row) => row.thumbnail !== undefined)?.thumbnail;
  return (
    <>
      {isToday && (
        <Box
          sx={{
            position: "absolute",
            top: -1,
            insetInline: { xs: "12%", md: 0 },
            height: 2,
            backgroundColor: role.accent,
          }}
        />
      )}
      <Box
        sx={{
          display: "flex",
          flexDirection: { xs: "column", md: "row" },
          alignItems: "center",
          justifyContent: "space-between",
          gap: "2px",
        }}
      >
        <Box
          component="span"
          sx={{
            typography: "subtitle1",
            fontSize: "1.1875rem",
            fontWeight: isToday ? 600 : 400,
            color: isToday ? role.accent : entries === undefined || !inMonth ? role.ink3 : role.ink,
          }}
        >
          {dayNumber(day, locale)}
        </Box>
        {entries?.mood !== undefined ? (
          <MoodWell level={entries.mood} size={14} labelled />
        ) : (
          entries !== undefined && (
            <Box
              sx={{
                width: 5,
                height: 5,
                borderRadius: "50%",
                backgroundColor: role.ink2,
                [wide]: { display: "none" },
              }}
            />
          )
        )}
      </Box>
      <Box
        sx={{
          display: { xs: "none", md: "flex" },
          flexDirection: "column",
          justifyContent: "flex-end",
          flex: "1 1 0",
          minHeight: 0,
          overflow: "hidden",
        }}
      >
        {photo !== undefined ? (
          <Thumbnail thumbnail={photo} ratio={3 / 2} />
        ) : (
          first !== undefined && (
            <Box
              sx={{
                typography: "body2",
                fontSize: "0.9375rem",
                lineHeight: "18px",
                color: role.ink2,
                display: "-webkit-box",
                WebkitBoxOrient: "vertical",
                WebkitLineClamp: 2,
                overflow: "hidden",
              }}
            >
              {first.title || first.excerpt}
            </Box>
          )
        )}
        {first === undefined && (
          <Box
            data-write
            sx={{
              display: "flex",
              gap: 1,
              typography: "caption",
              color: role.link,
              fontWeight: 550,
              opacity: chosen ? 1 : 0,
              "td:hover &, td:focus-visible &": { opacity: 1 },
              "&:hover": { textDecoration: "underline" },
            }}
          >
            <PlusIcon size={14} aria-hidden style={{ marginTop: 2 }} />
            {t("calendar.writeAbout", { weekday: weekdayLong(day, locale) })}
          </Box>
        )}
      </Box>
    </>
  );
};

/** A month in weeks. Arrows, Home, End and the Page keys move; Enter opens what is there, or a page for an empty day. */
export const MonthGrid = ({ month, chosen, today, byDay, onChoose }: MonthGridProps) => {
  const { t } = useTranslation("journal");
  const locale = useLocale();
  const navigate = useNavigate();
  const words = useDayWords();
  const grid = useRef<HTMLTableElement>(null);
  const moved = useRef(false);
  const weekStart = weekStartOf(locale);
  const weeks = calendarGrid(month, weekStart);
  useEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    grid.current?.querySelector<HTMLElement>(`[data-day="${chosen}"]`)?.focus();
  }, [chosen]);

  const open = (day: string) => {
    const rows = byDay.get(day)?.rows ?? [];
    const [first] = rows;
    void navigate(first === undefined ? `${paths.write}?day=${day}` : paths.entry(first.docId));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = dayAfterKey(chosen, event.key, {
      weekStart,
      shift: event.shiftKey,
      rightToLeft: isRightToLeft(),
    });
    if (next === undefined) return;
    event.preventDefault();
    moved.current = true;
    onChoose(next);
  };
  // A press chooses the day, and with it what “On this day” shows; the words in an empty day, or a second press, open it.
  const press = (day: string, target: EventTarget) => {
    const asked = target instanceof Element && target.closest("[data-write]") !== null;
    if (asked || day === chosen) open(day);
    else onChoose(day);
  };
  const focusable =
    monthOf(chosen) === month ? chosen : (weeks[0]?.find(({ inMonth }) => inMonth)?.day ?? "");
  return (
    <Box
      component="table"
      ref={grid}
      role="grid"
      aria-label={t("calendar.grid")}
      onKeyDown={onKeyDown}
      sx={{
        width: "100%",
        tableLayout: "fixed",
        borderCollapse: "collapse",
        "& td": { padding: 0, borderTop: `1px solid ${role.hairline}` },
        "& th": { typography: "caption", color: role.ink3, padding: "4px 0", textAlign: "center" },
        [wide]: {
          "& td": { border: `1px solid ${role.hairline}` },
          "& th": { textAlign: "start", paddingInlineStart: "9px" },
        },
      }}
    >
      <thead>
        <tr>
          {weeks[0]?.map(({ day }) => (
            <th key={day} scope="col" abbr={weekdayLong(day, locale)}>
              {weekdayShort(day, locale)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]?.day}>
            {week.map(({ day }) => (
              <Box
                component="td"
                key={day}
                role="gridcell"
                aria-selected={day === chosen}
                aria-current={day === today ? "date" : undefined}
                data-day={day}
                tabIndex={day === focusable ? 0 : -1}
                onClick={(event) => press(day, event.target)}
                onKeyDown={(event: KeyboardEvent) => {
                  if (event.key !== "Enter" && event.key !== " ") return;
                  event.preventDefault();
                  open(day);
                }}
                sx={{ position: "relative", "&:focus-visible": focusRingInside, cursor: "pointer" }}
              >
                <Hidden>{words(day, byDay.get(day))}</Hidden>
                <Box sx={cellLook} aria-hidden>
                  <Cell
                    day={day}
                    month={month}
                    today={today}
                    chosen={day === chosen}
                    entries={byDay.get(day)}
                  />
                </Box>
              </Box>
            ))}
          </tr>
        ))}
      </tbody>
    </Box>
  );
};
