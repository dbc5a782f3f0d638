import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useCallback, useMemo, useState } from "react";
import { Link, useNavigate } from "react-router";
import type { EntryRow } from "../../documents/index.ts";
import { useTranslation } from "../../shell/i18n/index.ts";
import { paths } from "../../shell/paths.ts";
import { EmptyState } from "../../shell/pieces/index.ts";
import { useRow, useRowsLoaded, useSettings, useTaxonomy } from "../../store/index.ts";
import { useToday } from "../clock.tsx";
import { firstOpenJournal } from "../model/journals.ts";
import { OpenEntry } from "./OpenEntry.tsx";
import { type EntryTarget, type SessionState, useEntrySession } from "./useEntrySession.ts";

/** The row of a page that is still blank: what it would be if it were made now. */
const blankRow = (
  init: ReturnType<Extract<EntryTarget, { kind: "blank" }>["init"]>,
  firstJournal: string,
): EntryRow => ({
  kind: "entry",
  docId: "",
  title: "",
  excerpt: "",
  when: init.when,
  journal: init.journal ?? firstJournal,
  favourite: false,
  pinned: false,
  tags: [],
  people: [],
  moods: [],
  words: 0,
  attachments: 0,
  schema: 1,
});

/** An entry that could not be opened for want of room is as it was; the words for unreadable say so. */
const failureOf = (state: SessionState): "not-found" | "unreadable" | "locked" => {
  if (state.phase !== "failed") return "not-found";
  return state.code === "not-found" || state.code === "locked" ? state.code : "unreadable";
};

export interface EntryPageProps {
  readonly target: EntryTarget;
  /** Where the arrow leads on one pane. */
  readonly back: string;
  readonly twoPanes: boolean;
  readonly focusMode: boolean;
  readonly onFocusMode: (on: boolean) => void;
}

/** An entry, open for reading and writing; or a blank page that becomes one with its first letter. */
export const EntryPage = ({ target, back, twoPanes, focusMode, onFocusMode }: EntryPageProps) => {
  const { t } = useTranslation("journal");
  const navigate = useNavigate();
  const onMade = useCallback(
    (docId: string) => void navigate(paths.entry(docId), { replace: true }),
    [navigate],
  );
  const state = useEntrySession(target, onMade);
  const loaded = useRowsLoaded();
  const taxonomy = useTaxonomy();
  const startOfDay = useSettings()?.startOfDay ?? 0;
  const today = useToday();
  const docId = state.phase === "open" ? (state.session.docId ?? "") : "";
  const known = useRow(docId);
  const firstJournal = taxonomy === undefined ? "" : (firstOpenJournal(taxonomy)?.id ?? "");
  // What the page looked like while blank stays in its place until the entry's own row has come.
  const [asBlank, setAsBlank] = useState<EntryRow>();
  const blank = useMemo(
    () => (target.kind === "blank" ? blankRow(target.init(), firstJournal) : undefined),
    [target, firstJournal],
  );
  if (blank !== undefined && blank !== asBlank) setAsBlank(blank);
  const row = known ?? (target.kind === "blank" ? blank : asBlank);

  const failure = failureOf(state);
  if (state.phase === "failed" || (state.phase === "open" && docId !== "" && loaded && row === undefined))
    return (
      <Box sx={{ padding: "24px 20px" }}>
        <EmptyState
          title={t(`failed.${failure}.title`)}
          action={
            <Button component={Link} to={back}>
              {t("failed.action")}
            </Button>
          }
        >
          {t(`failed.${failure}.text`)}
        </EmptyState>
      </Box>
    );
  if (state.phase === "opening" || row === undefined || taxonomy === undefined) return null;
  return (
    <OpenEntry
      key={state.session.document.ydoc.guid}
      session={state.session}
      row={row}
      taxonomy={taxonomy}
      startOfDay={startOfDay}
      today={today}
      back={back}
      twoPanes={twoPanes}
      focusMode={focusMode}
      onFocusMode={onFocusMode}
      fresh={target.kind === "blank"}
    />
  );
};
