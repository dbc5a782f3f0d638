import Box from "@mui/material/Box";
import { useMemo, useState } from "react";
import { useMatch, useSearchParams } from "react-router";
import { useTranslation } from "../shell/i18n/index.ts";
import { paths } from "../shell/paths.ts";
import { EmptyState } from "../shell/pieces/index.ts";
import { role } from "../shell/theme/index.ts";
import { useSettings, useTaxonomy } from "../store/index.ts";
import { useClock } from "./clock.tsx";
import { useAtRest, useLater } from "./editor/later.ts";
import { useTwoPanes } from "./editor/useScreen.ts";
import { EntryPage } from "./entry/EntryPage.tsx";
import type { EntryTarget } from "./entry/useEntrySession.ts";
import { firstOpenJournal } from "./model/journals.ts";
import { whenOn } from "./model/when.ts";
import { RoomSpace } from "./RoomSpace.tsx";
import { timelineLater } from "./timeline/later.ts";
import type { TimelineScope } from "./timeline/useTimeline.ts";

/** Which list the address names; undefined while an entry is open, which stands beside any list. */
const useAddressedScope = (): TimelineScope | undefined => {
  const journal = useMatch("/journal/:id")?.params.id;
  const tag = useMatch("/tag/:id")?.params.id;
  const favourites = useMatch(paths.favourites) !== null;
  const all = useMatch(paths.journal) !== null;
  return useMemo(() => {
    if (journal !== undefined) return { kind: "journal", id: journal };
    if (tag !== undefined) return { kind: "tag", id: tag };
    if (favourites) return { kind: "favourites" };
    return all ? { kind: "all" } : undefined;
  }, [journal, tag, favourites, all]);
};

const pathOfScope = (scope: TimelineScope): string => {
  switch (scope.kind) {
    case "journal":
      return paths.journalOf(scope.id);
    case "tag":
      return paths.tag(scope.id);
    case "favourites":
      return paths.favourites;
    case "all":
      return paths.journal;
  }
};

/** The list stays as it was while entries beside it, or over it on a phone, come and go. */
const useScope = (): TimelineScope => {
  const addressed = useAddressedScope();
  const [last, setLast] = useState<TimelineScope>(addressed ?? { kind: "all" });
  if (addressed !== undefined && addressed !== last) setLast(addressed);
  return addressed ?? last;
};

const useTarget = (scope: TimelineScope): EntryTarget | undefined => {
  const docId = useMatch("/entry/:docId")?.params.docId;
  const writing = useMatch(paths.write) !== null;
  const [search] = useSearchParams();
  const clock = useClock();
  const startOfDay = useSettings()?.startOfDay ?? 0;
  const day = search.get("day");
  const taxonomy = useTaxonomy();
  const first = taxonomy === undefined ? undefined : firstOpenJournal(taxonomy)?.id;
  const journal = scope.kind === "journal" ? scope.id : first;
  return useMemo((): EntryTarget | undefined => {
    if (docId !== undefined) return { kind: "existing", docId };
    if (!writing) return undefined;
    const init = () => {
      const now = clock.now();
      const zone = clock.zone();
      const when = whenOn(day ?? "", now, zone, startOfDay);
      return journal === undefined ? { when } : { when, journal };
    };
    return { kind: "blank", key: `blank ${day ?? ""}`, init };
  }, [docId, writing, day, journal, clock, startOfDay]);
};

const NothingOpen = () => {
  const { t } = useTranslation("journal");
  return (
    <Box sx={{ display: "grid", placeContent: "center", height: "100%", padding: 6 }}>
      <EmptyState title={t("nothingOpen.title")}>{t("nothingOpen.text")}</EmptyState>
    </Box>
  );
};

/** The list, in the place that is kept for it; beside a page on which someone begins to write it comes when they rest. */
const ListPane = ({
  scope,
  target,
}: {
  readonly scope: TimelineScope;
  readonly target: EntryTarget | undefined;
}) => {
  const [beganBlank] = useState(target?.kind === "blank");
  const rested = useAtRest(beganBlank);
  const timeline = useLater(timelineLater, rested || target === undefined);
  if (timeline.state === "present")
    return (
      <timeline.part.TimelinePane
        scope={scope}
        selected={target?.kind === "existing" ? target.docId : undefined}
      />
    );
  // Beside an open entry writing goes on without the list; alone there is nothing else to show.
  if (timeline.state === "failed" && target === undefined) throw new Error("the list could not be fetched");
  return null;
};

/** List and page: side by side where there is room, one over the other where there is not. */
export const JournalRoom = () => {
  const { t } = useTranslation("journal");
  const scope = useScope();
  const target = useTarget(scope);
  const twoPanes = useTwoPanes();
  const [focusMode, setFocusMode] = useState(false);
  const alone = twoPanes && focusMode && target !== undefined;
  const showList = twoPanes ? !alone : target === undefined;
  return (
    <RoomSpace>
      {showList && (
        <Box
          component="section"
          aria-label={t("list.pane")}
          data-noprint
          sx={{
            flex: twoPanes ? "0 0 auto" : "1 1 0",
            minWidth: 0,
            width: { md: 312, lg: 400, xl: 424 },
            borderInlineEnd: { md: `1px solid ${role.hairline}` },
          }}
        >
          <ListPane scope={scope} target={target} />
        </Box>
      )}
      {(twoPanes || target !== undefined) && (
        <Box sx={{ flex: "1 1 0", minWidth: 0 }}>
          {target === undefined ? (
            <NothingOpen />
          ) : (
            <EntryPage
              target={target}
              back={pathOfScope(scope)}
              twoPanes={twoPanes}
              focusMode={alone}
              onFocusMode={setFocusMode}
            />
          )}
        </Box>
      )}
    </RoomSpace>
  );
};
