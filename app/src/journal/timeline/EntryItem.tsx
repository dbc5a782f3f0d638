import { styled } from "@mui/material/styles";
import { PushPinIcon } from "@phosphor-icons/react/dist/csr/PushPin";
import { StarIcon } from "@phosphor-icons/react/dist/csr/Star";
import { type MouseEvent, memo, useContext } from "react";
import { Link, useNavigate } from "react-router";
import type { EntryRow, Taxonomy } from "../../documents/index.ts";
import { useTranslation } from "../../shell/i18n/index.ts";
import { Hidden, MoodWell, Ribbon } from "../../shell/pieces/index.ts";
import { focusRingInside, hoverWash, role } from "../../shell/theme/index.ts";
import { readingRowTitle } from "../editor/reading-size.ts";
import { OpeningAheadContext } from "../entry/opening-ahead.ts";
import { useLocale } from "../locale.ts";
import { clockTime, dayFull, dayNumber, monthShort, weekdayShort } from "../model/format.ts";
import { tagName } from "../model/tags.ts";
import { Thumbnail } from "../photos/Thumbnail.tsx";
import { ItemStitches } from "./ItemStitches.tsx";

const clamp = (lines: number) =>
  ({
    display: "-webkit-box",
    WebkitBoxOrient: "vertical",
    WebkitLineClamp: lines,
    overflow: "hidden",
  }) as const;

/** One style for the whole row: rows come by the screenful while scrolling, and each styled part would cost time. */
const Row = styled("article")(({ theme: { typography } }) => ({
  position: "relative",
  display: "grid",
  gridTemplateColumns: "var(--list-margin) minmax(0, 1fr)",
  "&:hover": { backgroundColor: hoverWash },
  "&[data-selected='true']": { backgroundColor: role.wash },
  "& > .margin": {
    display: "flex",
    flexDirection: "column",
    alignItems: "flex-end",
    paddingTop: 12,
    paddingInlineEnd: 14,
    gap: 4,
    textAlign: "end",
    "@media (min-width: 900px)": { paddingTop: 14 },
  },
  "& .number": { ...typography.day, color: role.ink },
  "& .named": { ...typography.caption, lineHeight: 14 / 13, color: role.ink3 },
  "& .today .number, & .today .named": { color: role.accent },
  "& .moods": { display: "flex", flexWrap: "wrap", justifyContent: "flex-end", gap: 3, marginTop: 4 },
  "& > .text": {
    padding: "14px 0 15px",
    marginInlineStart: 14,
    marginInlineEnd: 20,
    borderBottom: `1px solid ${role.hairline}`,
    minWidth: 0,
    "@media (min-width: 900px)": { paddingBlock: 16 },
  },
  "&[data-last='true'] > .text, &[data-selected='true'] > .text": { borderBottomColor: "transparent" },
  // One link per row, drawn over all of it, so that the name of the link stays the entry's own words.
  "& a": { color: "inherit", textDecoration: "none", display: "block" },
  "& a::after": { content: '""', position: "absolute", inset: 0 },
  "& a:focus-visible": { outline: "none" },
  "& a:focus-visible::after": focusRingInside,
  "& .title": {
    ...typography.subtitle1,
    ...readingRowTitle,
    color: role.ink,
    textWrap: "balance",
    ...clamp(2),
  },
  "& .excerpt": { ...typography.body2, color: role.ink2, overflowWrap: "anywhere", ...clamp(3) },
  "& .missing": { fontStyle: "italic" },
  "& .meta": {
    ...typography.caption,
    display: "flex",
    alignItems: "center",
    gap: 8,
    marginTop: 6,
    color: role.ink3,
  },
  "& .meta > svg": { flex: "none" },
  "& .about": { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap", flexGrow: 1 },
}));

/** Of more tags, a row says how many. */
const shownTags = 2;

type NamedBy = "weekday" | "month";

const Margin = ({
  row,
  today,
  shown,
  named,
}: {
  readonly row: EntryRow;
  readonly today: string;
  readonly shown: boolean;
  readonly named: NamedBy;
}) => {
  const { t } = useTranslation("journal");
  const locale = useLocale();
  const { day } = row.when;
  const nameOf = named === "month" ? monthShort : weekdayShort;
  return (
    <div className="margin">
      {shown && (
        <div aria-hidden className={day === today ? "today" : undefined}>
          <div className="number">{dayNumber(day, locale)}</div>
          <div className="named">{day === today ? t("row.today") : nameOf(day, locale)}</div>
        </div>
      )}
      {row.moods.length > 0 && (
        <div className="moods">
          {row.moods.slice(-3).map((mood) => (
            <MoodWell key={mood.id} level={mood.value} />
          ))}
        </div>
      )}
    </div>
  );
};

const Meta = ({ row, taxonomy }: { readonly row: EntryRow; readonly taxonomy: Taxonomy }) => {
  const { t } = useTranslation("journal");
  const journal = taxonomy.journals.find(({ id }) => id === row.journal);
  const about = [
    clockTime(row.when.instant, row.when.zone),
    ...(journal ? [journal.name] : []),
    ...(row.place ? [row.place.name] : row.people.slice(0, 2).map(({ name }) => name)),
    ...row.tags.slice(0, shownTags).map((tag) => tagName(taxonomy.tags, tag)),
    ...(row.tags.length > shownTags ? [`+${row.tags.length - shownTags}`] : []),
  ];
  return (
    <div className="meta">
      {journal && <Ribbon ink={journal.ink} />}
      <span className="about">{about.join(" · ")}</span>
      {row.pinned && <PushPinIcon size={14} aria-label={t("row.pinned")} role="img" />}
      {row.favourite && <StarIcon size={14} weight="fill" aria-label={t("row.favourite")} role="img" />}
      <ItemStitches docId={row.docId} />
    </div>
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
  readonly named: NamedBy;
  /** The list is one stop of the Tab key: this row. */
  readonly tabStop: boolean;
}

/** One entry in a list: its day in the margin, then its words, its photo, and what is about it. */
export const EntryItem = memo((props: EntryItemProps) => {
  const { row, to, today, taxonomy, firstOfDay, last, selected, named, tabStop } = props;
  const { t } = useTranslation("journal");
  const locale = useLocale();
  const ahead = useContext(OpeningAheadContext);
  const { title, excerpt } = row;
  const navigate = useNavigate();
  const openAhead = () => ahead.begin(row.docId);
  // As one piece of work: a change of address is otherwise drawn in slices, between which the entry waits to be opened.
  const openHere = (event: MouseEvent) => {
    openAhead();
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void navigate(to, { flushSync: true, replace: selected });
  };
  const day = dayFull(row.when.day, locale);
  const missing = t(
    row.thumbnail !== undefined ? "row.onlyPhotos" : row.attachments > 0 ? "row.onlyFiles" : "row.noWords",
  );
  return (
    <Row data-selected={selected} data-last={last} aria-label={day}>
      <Margin row={row} today={today} shown={firstOfDay} named={named} />
      <div className="text">
        <Link
          to={to}
          aria-current={selected ? "page" : undefined}
          tabIndex={tabStop ? 0 : -1}
          onPointerDown={(event) => event.button === 0 && openAhead()}
          onClick={openHere}
        >
          <Hidden>{day}. </Hidden>
          {title !== "" && <span className="title">{title}</span>}
          {(excerpt !== "" || title === "") && (
            <span className={excerpt === "" ? "excerpt missing" : "excerpt"}>{excerpt || missing}</span>
          )}
        </Link>
        {row.thumbnail && <Thumbnail thumbnail={row.thumbnail} />}
        <Meta row={row} taxonomy={taxonomy} />
      </div>
    </Row>
  );
});
EntryItem.displayName = "EntryItem";
