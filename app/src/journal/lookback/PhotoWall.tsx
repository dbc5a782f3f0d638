import Box from "@mui/material/Box";
import { useMemo } from "react";
import { Link } from "react-router";
import type { EntryRow } from "../../documents/index.ts";
import { monthOf } from "../../documents/index.ts";
import { useTranslation } from "../../shell/i18n/index.ts";
import { paths } from "../../shell/paths.ts";
import { EmptyState } from "../../shell/pieces/index.ts";
import { focusRing, role } from "../../shell/theme/index.ts";
import { useLocale } from "../locale.ts";
import { dayFull, dayNumber, weekdayShort } from "../model/format.ts";
import { Thumbnail } from "../photos/Thumbnail.tsx";
import { useMonthName } from "../timeline/TimelineList.tsx";

interface PhotoDay {
  readonly day: string;
  readonly rows: readonly EntryRow[];
  readonly newMonth: boolean;
}
const shownInRow = 3;

/** Days with photos, newest first. Rows come newest first. */
export const photoDays = (rows: readonly EntryRow[]): readonly PhotoDay[] => {
  const days: { day: string; rows: EntryRow[]; newMonth: boolean }[] = [];
  for (const row of rows) {
    if (row.thumbnail === undefined) continue;
    const last = days.at(-1);
    if (last?.day === row.when.day) last.rows.push(row);
    else
      days.push({
        day: row.when.day,
        rows: [row],
        newMonth: last === undefined || monthOf(last.day) !== monthOf(row.when.day),
      });
  }
  return days;
};

const PhotoRow = ({ photos, today }: { readonly photos: PhotoDay; readonly today: string }) => {
  const { t } = useTranslation("journal");
  const locale = useLocale();
  const { day, rows } = photos;
  const shown = rows.slice(0, shownInRow);
  const isToday = day === today;
  return (
    <Box
      component="li"
      sx={{
        display: "grid",
        gridTemplateColumns: "48px minmax(0, 1fr)",
        columnGap: "28px",
        listStyle: "none",
      }}
    >
      <Box aria-hidden sx={{ textAlign: "end", color: isToday ? role.accent : role.ink }}>
        <Box sx={{ typography: "day" }}>{dayNumber(day, locale)}</Box>
        <Box sx={{ typography: "caption", color: isToday ? role.accent : role.ink3 }}>
          {isToday ? t("row.today") : weekdayShort(day, locale)}
        </Box>
      </Box>
      <Box sx={{ display: "flex", gap: "4px" }}>
        {shown.map((row) => (
          <Box
            key={row.docId}
            component={Link}
            to={paths.entry(row.docId)}
            aria-label={t("photos.of", { what: row.title || dayFull(day, locale) })}
            sx={{
              flex: "1 1 0",
              minWidth: 0,
              display: "block",
              "&:focus-visible": focusRing,
              "& > div": { marginTop: 0 },
            }}
          >
            {row.thumbnail && (
              <Thumbnail
                thumbnail={row.thumbnail}
                ratio={shown.length === 1 ? 2 : shown.length === 2 ? 5 / 4 : 1}
              />
            )}
          </Box>
        ))}
        {rows.length > shownInRow && (
          <Box
            component={Link}
            to={paths.lookBackAt(day)}
            sx={{
              flex: "0 0 18%",
              display: "grid",
              placeContent: "center",
              textAlign: "center",
              border: `1px solid ${role.hairline}`,
              borderRadius: "2px",
              typography: "ui",
              color: role.ink2,
              textDecoration: "none",
              "&:focus-visible": focusRing,
            }}
          >
            {t("photos.more", { count: rows.length - shownInRow })}
          </Box>
        )}
      </Box>
    </Box>
  );
};

export interface PhotoWallProps {
  readonly rows: readonly EntryRow[];
  readonly today: string;
}

/** Every entry's first photo, one row per day, its day in the margin. */
export const PhotoWall = ({ rows, today }: PhotoWallProps) => {
  const { t } = useTranslation("journal");
  const monthName = useMonthName(today);
  const days = useMemo(() => photoDays(rows), [rows]);
  if (days.length === 0)
    return (
      <Box sx={{ paddingInlineStart: "76px" }}>
        <EmptyState title={t("photos.none")}>{t("photos.noneText")}</EmptyState>
      </Box>
    );
  return (
    <Box
      component="ul"
      aria-label={t("photos.label")}
      sx={{
        position: "relative",
        display: "grid",
        rowGap: "10px",
        margin: 0,
        padding: "0 20px 40px 0",
        maxWidth: 780,
        "&::before": {
          content: '""',
          position: "absolute",
          insetBlock: 0,
          insetInlineStart: "62px",
          width: "1px",
          backgroundColor: role.marginLine,
        },
      }}
    >
      {days.map((photos, index) => [
        photos.newMonth && index > 0 ? (
          <Box
            component="li"
            key={`m${photos.day}`}
            sx={{ listStyle: "none", typography: "h5", padding: "16px 0 0", paddingInlineStart: "76px" }}
          >
            {monthName(monthOf(photos.day))}
          </Box>
        ) : null,
        <PhotoRow key={photos.day} photos={photos} today={today} />,
      ])}
    </Box>
  );
};
