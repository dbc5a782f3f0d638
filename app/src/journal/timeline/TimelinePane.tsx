import Box from "@mui/material/Box";
import { useCallback, useState } from "react";
import { monthOf } from "../../documents/index.ts";
import { SyncLine } from "../../shell/alarms/SyncLine.tsx";
import { useTranslation } from "../../shell/i18n/index.ts";
import { role, wide } from "../../shell/theme/index.ts";
import { selectFilter, timelineFilterCleared, useAppDispatch, useAppSelector } from "../../store/index.ts";
import { useToday } from "../clock.tsx";

import { TimelineEmpty } from "./TimelineEmpty.tsx";
import { TimelineFilterBar } from "./TimelineFilterBar.tsx";
import { TimelineHeader } from "./TimelineHeader.tsx";
import { TimelineList, useMonthName } from "./TimelineList.tsx";
import { type TimelineScope, useTimeline } from "./useTimeline.ts";

/** On a phone the list begins with where everything is; on wide screens the rail says it. */
const Lead = () => (
  <Box
    sx={{
      padding: "0 20px 8px",
      paddingInlineStart: "calc(var(--list-margin) + 14px)",
      [wide]: { display: "none" },
    }}
  >
    <SyncLine />
  </Box>
);

export interface TimelinePaneProps {
  readonly scope: TimelineScope;
  /** The entry open beside the list. */
  readonly selected: string | undefined;
}

/** The list of entries, whole or of a journal, a tag, the favourites. */
export const TimelinePane = ({ scope, selected }: TimelinePaneProps) => {
  const { t } = useTranslation("journal");
  const dispatch = useAppDispatch();
  const today = useToday();
  const monthName = useMonthName(today);
  const timeline = useTimeline(scope);
  const { text } = useAppSelector(selectFilter);
  const [section, setSection] = useState<string>();
  const [filterAsked, setFilterAsked] = useState(false);
  const onSection = useCallback((next: string) => setSection(next), []);
  const listKey =
    scope.kind === "all" || scope.kind === "favourites" ? scope.kind : `${scope.kind}:${scope.id}`;

  const present = timeline.state === "present";
  const empty = present && timeline.items.length === 0;
  const filterOpen = filterAsked || (present && timeline.filtering);
  const title =
    section === "pinned" && !empty
      ? t("list.pinned")
      : monthName(empty || section === undefined ? monthOf(today) : section);
  const scopeWord =
    scope.kind === "favourites" ? t("list.favourites") : present ? timeline.scopeName : undefined;
  const toggleFilter = () => {
    if (filterOpen) dispatch(timelineFilterCleared());
    setFilterAsked(!filterOpen);
  };
  return (
    <Box
      sx={{
        // In rem, so that the day keeps its place at any size of text: 62, 84 and 60 px at the usual one.
        "--list-margin": "calc(30px + 2rem)",
        display: "flex",
        flexDirection: "column",
        height: "100%",
        minHeight: 0,
        backgroundColor: role.paper,
        position: "relative",
        [wide]: { "--list-margin": "calc(36px + 3rem)" },
        "@media (min-width: 900px) and (max-width: 1199.95px)": { "--list-margin": "calc(28px + 2rem)" },
        "&::before": {
          content: '""',
          position: "absolute",
          insetBlock: 56,
          bottom: 0,
          insetInlineStart: "var(--list-margin)",
          width: "1px",
          backgroundColor: role.marginLine,
          zIndex: 1,
          pointerEvents: "none",
          "@media (min-width: 900px), (max-width: 359.95px)": { display: "none" },
        },
      }}
    >
      <TimelineHeader
        title={title}
        scope={scopeWord}
        filterOpen={filterOpen}
        filtering={present && timeline.filtering}
        onFilter={toggleFilter}
      />
      {present && filterOpen && (
        <TimelineFilterBar
          shown={timeline.shown}
          of={timeline.inScope}
          autoFocus={filterAsked}
          onClose={() => {
            dispatch(timelineFilterCleared());
            setFilterAsked(false);
          }}
        />
      )}
      {empty && (
        <Box sx={{ overflowY: "auto" }}>
          <Lead />
          <TimelineEmpty timeline={timeline} scope={scope} filterText={text} today={today} />
        </Box>
      )}
      {present && !empty && (
        <TimelineList
          key={listKey}
          listKey={listKey}
          items={timeline.items}
          taxonomy={timeline.taxonomy}
          today={today}
          selected={selected}
          lead={<Lead />}
          onSection={onSection}
        />
      )}
    </Box>
  );
};
