import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import MuiLink from "@mui/material/Link";
import { Link } from "react-router";
import type { Taxonomy } from "../../documents/index.ts";
import { useTranslation } from "../../shell/i18n/index.ts";
import { paths } from "../../shell/paths.ts";
import { EmptyState, MoodWell } from "../../shell/pieces/index.ts";
import { focusRing, hoverWash, role } from "../../shell/theme/index.ts";
import { useLocale } from "../locale.ts";
import type { DayEntries } from "../model/calendar.ts";
import { dayAndMonth, dayFull, dayLong, dayParts } from "../model/format.ts";
import type { YearOnThisDay } from "../model/on-this-day.ts";

const clamp = {
  display: "-webkit-box",
  WebkitBoxOrient: "vertical",
  WebkitLineClamp: 4,
  overflow: "hidden",
} as const;

const Words = ({
  title,
  excerpt,
  fallback,
}: {
  readonly title: string;
  readonly excerpt: string;
  readonly fallback: string;
}) => (
  <>
    {title !== "" && (
      <Box component="span" sx={{ typography: "subtitle1", display: "block" }}>
        {title}
      </Box>
    )}
    <Box
      component="span"
      sx={{ typography: "body2", fontSize: "1.0625rem", lineHeight: 26 / 17, color: role.ink2, ...clamp }}
    >
      {excerpt || (title === "" ? fallback : "")}
    </Box>
  </>
);

const linkLook = {
  display: "block",
  color: "inherit",
  textDecoration: "none",
  borderRadius: "2px",
  minWidth: 0,
  overflowWrap: "anywhere",
  "&:hover": { backgroundColor: hoverWash },
  "&:focus-visible": focusRing,
} as const;

const OneYear = ({
  found,
  day,
  taxonomy,
  showYear,
}: {
  readonly found: YearOnThisDay;
  readonly day: string;
  readonly taxonomy: Taxonomy;
  readonly showYear: boolean;
}) => {
  const { t } = useTranslation("journal");
  const locale = useLocale();
  const { row, year } = found;
  const journal = taxonomy.journals.find(({ id }) => id === row.journal)?.name;
  const ago = dayParts(day).year - year;
  const mood = row.moods.at(-1);
  const meta = [
    t(ago > 0 ? "onThisDay.ago" : "onThisDay.ahead", { count: Math.abs(ago) }),
    ...(journal === undefined ? [] : [journal]),
    ...(row.place ? [row.place.name] : []),
  ];
  return (
    <Box
      component="li"
      sx={{ display: "grid", gridTemplateColumns: "subgrid", gridColumn: "1 / -1", listStyle: "none" }}
    >
      <Box
        sx={{ textAlign: "end", display: "flex", flexDirection: "column", alignItems: "flex-end", gap: 1 }}
      >
        {showYear && (
          <Box
            sx={{
              typography: "subtitle1",
              fontWeight: 400,
              fontSize: "1.1875rem",
              color: found.kind === "near" ? role.ink3 : role.ink,
            }}
          >
            {String(year)}
          </Box>
        )}
        {found.kind === "written" && mood && <MoodWell level={mood.value} />}
      </Box>
      {found.kind === "written" ? (
        <Box component={Link} to={paths.entry(row.docId)} sx={linkLook}>
          <Words title={row.title} excerpt={row.excerpt} fallback={t("row.noWords")} />
          <Box
            component="span"
            sx={{ typography: "caption", color: role.ink3, display: "block", marginTop: 1 }}
          >
            {meta.join(" · ")}
          </Box>
        </Box>
      ) : (
        <Box sx={{ typography: "body2", color: role.ink2 }}>
          {t(found.days > 0 ? "onThisDay.after" : "onThisDay.before", { count: Math.abs(found.days) })}{" "}
          <MuiLink component={Link} to={paths.entry(row.docId)} sx={{ typography: "caption" }}>
            {dayLong(found.day, locale)}
          </MuiLink>
        </Box>
      )}
    </Box>
  );
};

export interface OnThisDayProps {
  readonly day: string;
  readonly today: string;
  readonly entries: DayEntries | undefined;
  readonly years: readonly YearOnThisDay[];
  readonly taxonomy: Taxonomy;
}

/** The chosen day itself, then the same day of every other year that has something. */
export const OnThisDay = ({ day, today, entries, years, taxonomy }: OnThisDayProps) => {
  const { t } = useTranslation("journal");
  const locale = useLocale();
  return (
    <Box
      sx={{
        position: "relative",
        display: "grid",
        gridTemplateColumns: "48px minmax(0, 1fr)",
        columnGap: "28px",
        rowGap: 6,
        alignContent: "start",
        padding: "20px 20px 48px 0",
        minHeight: "100%",
        "@media (min-width: 900px)": { gridTemplateColumns: "72px minmax(0, 1fr)", columnGap: "44px" },
        "&::before": {
          content: '""',
          position: "absolute",
          insetBlock: 0,
          insetInlineStart: "62px",
          width: "1px",
          backgroundColor: role.marginLine,
          "@media (min-width: 900px)": { insetInlineStart: "94px" },
          "@media (max-width: 359.95px)": { display: "none" },
        },
      }}
    >
      <Box sx={{ gridColumn: 2 }}>
        <Box component="h2" sx={{ typography: "h4", fontSize: { xs: "1.375rem", md: "1.75rem" }, margin: 0 }}>
          {t("onThisDay.title")}
        </Box>
        <Box sx={{ typography: "caption", color: role.ink3 }}>
          {t("onThisDay.sub", { day: dayAndMonth(day, locale) })}
        </Box>
      </Box>
      <Box sx={{ gridColumn: 2 }}>
        <Box
          component="h3"
          sx={{
            typography: "caption",
            fontWeight: 500,
            color: day === today ? role.accent : role.ink3,
            margin: "0 0 4px",
          }}
        >
          {dayFull(day, locale)}
        </Box>
        {entries === undefined ? (
          <Button component={Link} to={`${paths.write}?day=${day}`} sx={{ marginTop: 1 }}>
            {t("calendar.writeOn")}
          </Button>
        ) : (
          <Box component="ul" sx={{ margin: 0, padding: 0, display: "grid", gap: 3 }}>
            {entries.rows.map((row) => (
              <Box component="li" key={row.docId} sx={{ listStyle: "none" }}>
                <Box component={Link} to={paths.entry(row.docId)} sx={linkLook}>
                  <Words title={row.title} excerpt={row.excerpt} fallback={t("row.noWords")} />
                </Box>
              </Box>
            ))}
          </Box>
        )}
      </Box>
      {years.length === 0 ? (
        <Box sx={{ gridColumn: 2, borderTop: `1px solid ${role.hairline}` }}>
          <EmptyState title={t("onThisDay.none")}>{t("onThisDay.noneText")}</EmptyState>
        </Box>
      ) : (
        <Box
          component="ul"
          sx={{
            display: "grid",
            gridTemplateColumns: "subgrid",
            gridColumn: "1 / -1",
            rowGap: 6,
            margin: 0,
            padding: 0,
          }}
        >
          {years.map((found, index) => (
            <OneYear
              key={`${found.year}-${found.row.docId}`}
              found={found}
              day={day}
              taxonomy={taxonomy}
              showYear={years[index - 1]?.year !== found.year}
            />
          ))}
        </Box>
      )}
    </Box>
  );
};
