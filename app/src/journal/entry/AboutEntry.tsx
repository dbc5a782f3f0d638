import Box from "@mui/material/Box";
import ButtonBase from "@mui/material/ButtonBase";
import Link from "@mui/material/Link";
import { MapPinIcon } from "@phosphor-icons/react/dist/csr/MapPin";
import { PlusIcon } from "@phosphor-icons/react/dist/csr/Plus";
import { memo, type ReactNode } from "react";
import { Link as RouterLink } from "react-router";
import type { EntryRow, Taxonomy } from "../../documents/index.ts";
import { useTranslation } from "../../shell/i18n/index.ts";
import { paths } from "../../shell/paths.ts";
import { Hidden, MoodWell, Ribbon, useMoodWord } from "../../shell/pieces/index.ts";
import { role, touch } from "../../shell/theme/index.ts";
import { readingTitle } from "../editor/reading-size.ts";
import { useLocale } from "../locale.ts";
import {
  clockTime,
  dayNumber,
  dayParts,
  monthAndYear,
  monthLong,
  weekdayLong,
  zoneCity,
} from "../model/format.ts";
import { tagName } from "../model/tags.ts";
import type { DetailsField } from "./DetailsSheet.tsx";

export interface AboutEntryProps {
  readonly row: EntryRow;
  readonly taxonomy: Taxonomy;
  readonly today: string;
  readonly onEdit: (field: DetailsField | "mood") => void;
}

const quiet = {
  color: role.ink2,
  font: "inherit",
  borderRadius: "2px",
  justifyContent: "inherit",
  textAlign: "inherit",
  gap: "6px",
  "&:hover": { color: role.ink, textDecoration: "underline", textUnderlineOffset: "3px" },
  [touch]: { minHeight: 44 },
} as const;

/** Its own words name it; what pressing does is added for those who do not see where it stands. */
const Part = ({
  hint,
  onClick,
  children,
  muted,
}: {
  readonly hint?: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
  readonly muted?: boolean;
}) => (
  <ButtonBase
    aria-haspopup="dialog"
    data-noprint={muted}
    onClick={onClick}
    sx={{ ...quiet, ...(muted === true && { color: role.ink3 }) }}
  >
    {children}
    {hint !== undefined && <Hidden>{`, ${hint}`}</Hidden>}
  </ButtonBase>
);

const useAbout = ({ row, taxonomy }: AboutEntryProps) => {
  const journal = taxonomy.journals.find(({ id }) => id === row.journal);
  const tags = row.tags.map((tag) => ({ id: tag.id, name: tagName(taxonomy.tags, tag) }));
  return { journal, tags, time: clockTime(row.when.instant, row.when.zone) };
};

/** In the margin of a wide page: day, date, time and zone, journal, moods, place, tags, people. */
export const EntryMargin = memo((props: AboutEntryProps) => {
  const { row, today, onEdit } = props;
  const { t } = useTranslation("journal");
  const locale = useLocale();
  const moodWord = useMoodWord();
  const { journal, tags, time } = useAbout(props);
  const { day, zone } = row.when;
  return (
    <Box
      component="aside"
      aria-label={t("entry.about")}
      sx={{
        display: "flex",
        flexDirection: "column",
        gap: 4,
        typography: "caption",
        fontSize: "0.875rem",
        textAlign: "end",
        alignItems: "flex-end",
        overflowWrap: "anywhere",
      }}
    >
      <ButtonBase
        aria-haspopup="dialog"
        onClick={() => onEdit("when")}
        sx={{ ...quiet, flexDirection: "column", alignItems: "flex-end", gap: 0 }}
      >
        <Box
          component="span"
          sx={{
            typography: "h2",
            ...readingTitle,
            color: day === today ? role.accent : role.ink,
            marginBottom: 2,
          }}
        >
          {dayNumber(day, locale)}
        </Box>
        <span>{weekdayLong(day, locale)}</span>
        <span>{monthAndYear(day, locale)}</span>
        <Box component="span" sx={{ color: role.ink3 }}>
          {t("entry.timeAndZone", { time, city: zoneCity(zone) })}
        </Box>
        <Hidden>{`, ${t("entry.changeDay")}`}</Hidden>
      </ButtonBase>
      {journal && (
        <Part hint={t("entry.changeJournal")} onClick={() => onEdit("journal")}>
          {journal.name}
          <Ribbon ink={journal.ink} />
        </Part>
      )}
      <Part hint={t("entry.changeMood")} onClick={() => onEdit("mood")} muted={row.moods.length === 0}>
        {row.moods.length === 0 ? (
          t("mood.ask")
        ) : (
          <Box
            component="span"
            sx={{ display: "flex", flexDirection: "column", gap: 1, alignItems: "flex-end" }}
          >
            {row.moods.map((mood) => (
              <Box component="span" key={mood.id} sx={{ display: "flex", gap: "6px", alignItems: "center" }}>
                {moodWord(mood.value)}
                <MoodWell level={mood.value} labelled />
              </Box>
            ))}
          </Box>
        )}
      </Part>
      <Part
        {...(row.place ? { hint: t("entry.changePlace") } : {})}
        onClick={() => onEdit("place")}
        muted={!row.place}
      >
        {row.place?.name ?? t("entry.addPlace")}
        <MapPinIcon size={14} aria-hidden />
      </Part>
      <Box sx={{ display: "flex", flexDirection: "column", alignItems: "flex-end", gap: 1 }}>
        {tags.map(({ id, name }) => (
          <Link key={id} component={RouterLink} to={paths.tag(id)} sx={{ [touch]: { minHeight: 44 } }}>
            {name}
          </Link>
        ))}
        <Part onClick={() => onEdit("tags")} muted>
          {t("entry.addTag")}
        </Part>
      </Box>
      <Part hint={t("entry.changePeople")} onClick={() => onEdit("people")} muted={row.people.length === 0}>
        {row.people.length === 0 ? t("entry.addPeople") : row.people.map(({ name }) => name).join(" · ")}
      </Part>
    </Box>
  );
});
EntryMargin.displayName = "EntryMargin";

/** Above the text on a narrow page: the same in three lines. */
export const EntryHead = memo((props: AboutEntryProps) => {
  const { row, today, onEdit } = props;
  const { t } = useTranslation("journal");
  const locale = useLocale();
  const moodWord = useMoodWord();
  const { journal, tags, time } = useAbout(props);
  const { day } = row.when;
  const [mood] = row.moods.slice(-1);
  const thisYear = dayParts(day).year === dayParts(today).year;
  return (
    <Box
      component="aside"
      aria-label={t("entry.about")}
      sx={{ borderBottom: `1px solid ${role.hairline}`, padding: "0 20px 10px", typography: "ui" }}
    >
      <ButtonBase
        aria-haspopup="dialog"
        onClick={() => onEdit("when")}
        sx={{
          ...quiet,
          display: "block",
          typography: "subtitle1",
          fontWeight: 400,
          fontSize: "1.1875rem",
          color: day === today ? role.ink : role.ink2,
        }}
      >
        {t("entry.dayLine", { weekday: weekdayLong(day, locale), day: dayNumber(day, locale) })}{" "}
        <em>{thisYear ? monthLong(day, locale) : monthAndYear(day, locale)}</em>
        <Hidden>{`, ${t("entry.changeDay")}`}</Hidden>
      </ButtonBase>
      <Box sx={{ display: "flex", flexWrap: "wrap", columnGap: 4, alignItems: "center" }}>
        {journal && (
          <Part hint={t("entry.changeJournal")} onClick={() => onEdit("journal")}>
            <Ribbon ink={journal.ink} />
            {journal.name}
          </Part>
        )}
        <Part hint={t("entry.changeDay")} onClick={() => onEdit("when")}>
          {time}
        </Part>
        <Part hint={t("entry.changeMood")} onClick={() => onEdit("mood")} muted={mood === undefined}>
          {mood === undefined ? (
            <>
              <PlusIcon size={14} aria-hidden />
              {t("entry.moodShort")}
            </>
          ) : (
            <>
              <MoodWell level={mood.value} labelled />
              {moodWord(mood.value)}
              {row.moods.length > 1 && ` · ${row.moods.length}`}
            </>
          )}
        </Part>
        {row.place && (
          <Part hint={t("entry.changePlace")} onClick={() => onEdit("place")}>
            <MapPinIcon size={16} weight="light" aria-hidden />
            {row.place.name}
          </Part>
        )}
      </Box>
      <Box sx={{ display: "flex", flexWrap: "wrap", columnGap: 4, alignItems: "center" }}>
        {tags.map(({ id, name }) => (
          <Link
            key={id}
            component={RouterLink}
            to={paths.tag(id)}
            sx={{ [touch]: { display: "inline-flex", alignItems: "center", minHeight: 44 } }}
          >
            {name}
          </Link>
        ))}
        {row.people.map(({ id, name }) => (
          <Part key={id} hint={t("entry.changePeople")} onClick={() => onEdit("people")}>
            {name}
          </Part>
        ))}
        <Part onClick={() => onEdit("tags")} muted>
          <PlusIcon size={14} aria-hidden />
          {t("entry.addTagOrPerson")}
        </Part>
      </Box>
    </Box>
  );
});
EntryHead.displayName = "EntryHead";
