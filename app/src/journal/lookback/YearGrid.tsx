import Box from "@mui/material/Box";
import { Link } from "react-router";
import { calendarGrid, weekStartOf } from "../../documents/index.ts";
import { useTranslation } from "../../shell/i18n/index.ts";
import { paths } from "../../shell/paths.ts";
import { Hidden } from "../../shell/pieces/index.ts";
import { focusRing, hoverWash, moodColour, role, wide } from "../../shell/theme/index.ts";
import { useLocale } from "../locale.ts";
import type { DayEntries } from "../model/calendar.ts";
import { monthLong } from "../model/format.ts";

const months = Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, "0"));

/** One day of the year: a bar as high as its mood, a dot where there are words and no mood, a hairline for nothing. */
const Pixel = ({
  entries,
  outside,
  isToday,
}: {
  readonly entries: DayEntries | undefined;
  readonly outside: boolean;
  readonly isToday: boolean;
}) => (
  <Box
    sx={{
      height: 16,
      [wide]: { height: 24 },
      display: "flex",
      alignItems: "flex-end",
      borderBottom: outside ? 0 : `1px solid ${isToday ? role.accent : role.hairline}`,
    }}
  >
    {!outside && entries !== undefined && (
      <Box
        sx={{
          width: "100%",
          backgroundColor: entries.mood === undefined ? role.rule : moodColour(entries.mood),
        }}
        style={{ height: entries.mood === undefined ? 2 : `${entries.mood * 20}%` }}
      />
    )}
  </Box>
);

export interface YearGridProps {
  readonly year: number;
  readonly today: string;
  readonly byDay: ReadonlyMap<string, DayEntries>;
}

/** Twelve small months, each a link to itself. */
export const YearGrid = ({ year, today, byDay }: YearGridProps) => {
  const { t } = useTranslation("journal");
  const locale = useLocale();
  const weekStart = weekStartOf(locale);
  return (
    <Box
      component="ul"
      aria-label={t("calendar.year", { year: String(year) })}
      sx={{
        display: "grid",
        gridTemplateColumns: "repeat(auto-fill, minmax(140px, 1fr))",
        [wide]: { gridTemplateColumns: "repeat(auto-fill, minmax(220px, 1fr))", rowGap: "32px" },
        gap: "20px 24px",
        margin: 0,
        padding: 0,
      }}
    >
      {months.map((number) => {
        const month = `${String(year).padStart(4, "0")}-${number}`;
        const first = `${month}-01`;
        const weeks = calendarGrid(month, weekStart);
        const days = weeks.flat().filter(({ day, inMonth }) => inMonth && byDay.has(day)).length;
        return (
          <Box component="li" key={month} sx={{ listStyle: "none" }}>
            <Box
              component={Link}
              to={paths.lookBackAt(first)}
              sx={{
                display: "block",
                color: "inherit",
                textDecoration: "none",
                padding: 1,
                margin: -1,
                borderRadius: "4px",
                "&:hover": { backgroundColor: hoverWash },
                "&:focus-visible": focusRing,
              }}
            >
              <Box sx={{ typography: "h5", fontSize: "1.0625rem", marginBottom: 1 }}>
                {monthLong(first, locale)}
                <Hidden>{` ${t("calendar.daysKept", { count: days })}`}</Hidden>
              </Box>
              <Box aria-hidden sx={{ display: "grid", gridTemplateColumns: "repeat(7, 1fr)", gap: "2px" }}>
                {weeks.flat().map(({ day, inMonth }) => (
                  <Pixel key={day} entries={byDay.get(day)} outside={!inMonth} isToday={day === today} />
                ))}
              </Box>
            </Box>
          </Box>
        );
      })}
    </Box>
  );
};
