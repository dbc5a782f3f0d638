import Box from "@mui/material/Box";
import { styled } from "@mui/material/styles";
import { PushPinIcon } from "@phosphor-icons/react/dist/csr/PushPin";
import { StarIcon } from "@phosphor-icons/react/dist/csr/Star";
import { memo } from "react";
import { Link } from "react-router";
import type { EntryRow, Taxonomy } from "../../documents/model.ts";
import { useTranslation } from "../../shell/i18n/index.ts";
import { Hidden, MoodWell, Ribbon } from "../../shell/pieces/index.ts";
import { focusRingInside, hoverWash, role } from "../../shell/theme/index.ts";
import { useLocale } from "../locale.ts";
import { clockTime, dayFull, dayNumber, monthShort, weekdayShort } from "../model/format.ts";
import { tagName } from "../model/tags.ts";
import { Thumbnail } from "../photos/Thumbnail.tsx";

const Row = styled("article")({
  position: "relative",
  display: "grid",
  gridTemplateColumns: "var(--list-margin) minmax(0, 1fr)",
  "&:hover": { backgroundColor: hoverWash },
  "&[data-selected='true']": { backgroundColor: role.wash },
  "& > .text": {
    padding: "14px 0 15px",
    marginInlineStart: "14px",
    marginInlineEnd: "20px",
    borderBottom: `1px solid ${role.hairline}`,
    minWidth: 0,
    "@media (min-width: 900px)": { paddingBlock: 16 },
  },
  "&[data-last='true'] > .text, &[data-selected='true'] > .text": { borderBottomColor: "transparent" },
  // One link per row, drawn over all of it, so that the name of the link stays the entry's own words.
  "& a": { color: "inherit", textDecoration: "none" },
  "& a::after": { content: '""', position: "absolute", inset: 0 },
  "& a:focus-visible": { outline: "none" },
  "& a:focus-visible::after": focusRingInside,
});

const clamp = (lines: number) =>
  ({
    display: "-webkit-box",
    WebkitBoxOrient: "vertical",
    WebkitLineClamp: lines,
    overflow: "hidden",
  }) as const;

const Margin = ({
  row,
  today,
  shown,
  named,
}: {
  readonly row: EntryRow;
  readonly today: string;
  readonly shown: boolean;
  readonly named: "weekday" | "month";
}) => {
  const { t } = useTranslation("journal");
  const locale = useLocale();
  const { day } = row.when;
  const isToday = day === today;
  return (
    <Box
      sx={{
        display: "flex",
        flexDirection: "column",
        alignItems: "flex-end",
        paddingTop: { xs: "12px", md: "14px" },
        paddingInlineEnd: "14px",
        gap: 1,
      }}
    >
      {shown && (
        <Box aria-hidden sx={{ textAlign: "end", color: isToday ? role.accent : role.ink }}>
          <Box sx={{ typography: "day" }}>{dayNumber(day, locale)}</Box>
          <Box sx={{ typography: "caption", lineHeight: "14px", color: isToday ? role.accent : role.ink3 }}>
            {isToday
              ? t("row.today")
              : named === "month"
                ? monthShort(day, locale)
                : weekdayShort(day, locale)}
          </Box>
        </Box>
      )}
      {row.moods.length > 0 && (
        <Box
          sx={{
            display: "flex",
            flexWrap: "wrap",
            justifyContent: "flex-end",
            gap: "3px",
            marginTop: shown ? 1 : "4px",
          }}
        >
          {row.moods.slice(-3).map((mood) => (
            <MoodWell key={mood.id} level={mood.value} />
          ))}
        </Box>
      )}
    </Box>
  );
};

const Meta = ({ row, taxonomy }: { readonly row: EntryRow; readonly taxonomy: Taxonomy }) => {
  const { t } = useTranslation("journal");
  const journal = taxonomy.journals.find(({ id }) => id === row.journal);
  const about = [
    clockTime(row.when.instant, row.when.zone),
    ...(journal ? [journal.name] : []),
    ...(row.place ? [row.place.name] : row.people.slice(0, 2).map(({ name }) => name)),
    ...row.tags.slice(0, 2).map((tag) => tagName(taxonomy.tags, tag)),
  ];
  return (
    <Box
      sx={{
        display: "flex",
        alignItems: "center",
        gap: 2,
        marginTop: "6px",
        typography: "caption",
        color: role.ink3,
      }}
    >
      {journal && <Ribbon ink={journal.ink} />}
      <Box
        component="span"
        sx={{ overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap", flexGrow: 1 }}
      >
        {about.join(" · ")}
      </Box>
      {row.pinned && <PushPinIcon size={14} aria-label={t("row.pinned")} role="img" />}
      {row.favourite && <StarIcon size={14} weight="fill" aria-label={t("row.favourite")} role="img" />}
    </Box>
  );
};

export interface EntryItemProps {
  readonly row: EntryRow;
  readonly to: string;
  readonly today: string;
  readonly taxonomy: Taxonomy;
  readonly firstOfDay: boolean;
  readonly last: boolean;
  readonly selected: boolean;
  /** Under the day's number: its weekday within a month, its month among pinned ones. */
  readonly named?: "weekday" | "month";
  /** Marks the open entry's stitches while one is still a dot. */
  readonly stitches?: React.ReactNode;
}

/** One entry in a list: its day in the margin, then its words, its photo, and what is about it. */
export const EntryItem = memo((props: EntryItemProps) => {
  const { row, to, today, taxonomy, firstOfDay, last, selected, named = "weekday", stitches } = props;
  const { t } = useTranslation("journal");
  const locale = useLocale();
  const { title, excerpt } = row;
  const day = dayFull(row.when.day, locale);
  return (
    <Row data-selected={selected} data-last={last} aria-label={day}>
      <Margin row={row} today={today} shown={firstOfDay} named={named} />
      <Box className="text">
        <Box component={Link} to={to} aria-current={selected ? "page" : undefined} sx={{ display: "block" }}>
          <Hidden>{day}. </Hidden>
          {title !== "" && (
            <Box
              component="span"
              sx={{ typography: "subtitle1", color: role.ink, textWrap: "balance", ...clamp(2) }}
            >
              {title}
            </Box>
          )}
          {(excerpt !== "" || title === "") && (
            <Box
              component="span"
              sx={{
                typography: "body2",
                color: role.ink2,
                fontStyle: excerpt === "" ? "italic" : "normal",
                overflowWrap: "anywhere",
                ...clamp(3),
              }}
            >
              {excerpt === "" ? t(row.attachments > 0 ? "row.onlyPhotos" : "row.noWords") : excerpt}
            </Box>
          )}
        </Box>
        {row.thumbnail && <Thumbnail thumbnail={row.thumbnail} />}
        <Box
          sx={{ display: "grid", gridTemplateColumns: "minmax(0, 1fr) auto", alignItems: "center", gap: 2 }}
        >
          <Meta row={row} taxonomy={taxonomy} />
          {stitches}
        </Box>
      </Box>
    </Row>
  );
});
EntryItem.displayName = "EntryItem";
