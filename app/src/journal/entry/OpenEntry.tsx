import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { styled } from "@mui/material/styles";
import { ArrowsInSimpleIcon } from "@phosphor-icons/react/dist/csr/ArrowsInSimple";
import { ArrowsOutSimpleIcon } from "@phosphor-icons/react/dist/csr/ArrowsOutSimple";
import { CaretLeftIcon } from "@phosphor-icons/react/dist/csr/CaretLeft";
import { MagnifyingGlassIcon } from "@phosphor-icons/react/dist/csr/MagnifyingGlass";
import { StarIcon } from "@phosphor-icons/react/dist/csr/Star";
import { EditorContent } from "@tiptap/react";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import type { EntryChange, EntryRow, Taxonomy } from "../../documents/index.ts";
import { titleOf } from "../../documents/index.ts";
import { useTranslation } from "../../shell/i18n/index.ts";
import { earlyKeys } from "../../shell/keys/early-keys.ts";
import { Hidden, IconAction, Notice, SavedWord, useMoodWord } from "../../shell/pieces/index.ts";
import { isRightToLeft, role } from "../../shell/theme/index.ts";
import { useDevices, useSync, useVisibleRows } from "../../store/index.ts";
import type { SavedState } from "../../vault/index.ts";
import { AttachmentsProvider } from "../editor/attachments.tsx";
import { proseLook } from "../editor/prose-look.ts";
import { TitleField } from "../editor/TitleField.tsx";
import { useAfterPaint } from "../editor/useAfterPaint.ts";
import { useEntryEditor } from "../editor/useEntryEditor.ts";
import { useEntryTools } from "../editor/useEntryTools.ts";
import { useCoarsePointer, useMarginFits } from "../editor/useScreen.ts";
import { WordCount } from "../editor/WordCount.tsx";
import { writeFromStart, writeOn } from "../editor/write-on.ts";
import { useLocale } from "../locale.ts";
import { dayFull } from "../model/format.ts";
import { namesUsed } from "../model/tags.ts";
import { EntryHead, EntryMargin } from "./AboutEntry.tsx";
import { keepCaret, returnCaret } from "./caret.ts";
import type { DetailsField } from "./DetailsSheet.tsx";
import { type EntryAction, EntryMenu } from "./EntryMenu.tsx";
import { PresenceLine } from "./PresenceLine.tsx";
import { useEntryActions } from "./useEntryActions.ts";
import type { EntrySession } from "./useEntrySession.ts";

const Page = styled("div")({
  containerName: "entry",
  containerType: "inline-size",
  height: "100%",
  overflowY: "auto",
  overflowAnchor: "none",
  backgroundColor: role.paper,
  "@media print": { height: "auto", overflow: "visible" },
});
/** Margin and text side by side from 560 px of its own width; the margin folds into a head above the text below it. */
const Sheet = styled("div")({
  position: "relative",
  minHeight: "100%",
  display: "grid",
  gridTemplateColumns: "minmax(0, 1fr)",
  gridTemplateRows: "auto auto 1fr auto",
  gridTemplateAreas: '"bar" "head" "text" "foot"',
  "& > .bar": { gridArea: "bar" },
  "& > .head": { gridArea: "head" },
  "& > .margin": { display: "none" },
  "& > .text": { gridArea: "text", padding: "20px 20px 0", minWidth: 0 },
  "& > .foot": { gridArea: "foot", padding: "8px 20px 16px" },
  "@container entry (min-width: 500px)": {
    "--margin": "96px",
    "--gap": "20px",
    gridTemplateColumns: "var(--margin) minmax(0, 1fr)",
    gridTemplateRows: "auto 1fr auto",
    gridTemplateAreas: '". bar" "margin text" ". foot"',
    "&::before": {
      content: '""',
      position: "absolute",
      insetBlock: 0,
      insetInlineStart: "calc(var(--margin) - 1px)",
      width: 1,
      backgroundColor: role.marginLine,
      "@media (forced-colors: active)": { backgroundColor: "Highlight" },
    },
    "& > .head": { display: "none" },
    "& > .margin": { display: "block", gridArea: "margin", padding: "24px 16px 24px 8px" },
    "& > .bar, & > .text, & > .foot": { paddingInlineStart: "var(--gap)", paddingInlineEnd: "var(--gap)" },
    "& > .text, & > .foot": { maxWidth: 704 },
  },
  "@container entry (min-width: 700px)": {
    "--margin": "168px",
    "--gap": "32px",
    "& > .margin": { paddingInlineEnd: 24 },
  },
  "@container entry (min-width: 1100px)": { "--margin": "256px" },
  "@media print": {
    "--margin": "120px",
    gridTemplateColumns: "120px minmax(0, 1fr)",
    gridTemplateAreas: '"margin text"',
    gridTemplateRows: "auto",
    "& > .bar, & > .head, & > .foot": { display: "none" },
    "& > .margin": { display: "block", gridArea: "margin" },
  },
});

const useSaved = (session: EntrySession): SavedState | undefined => {
  const [saved, setSaved] = useState<SavedState>();
  useEffect(() => session.document.saved$.subscribe(setSaved), [session.document]);
  return saved;
};

/** Tells whoever else has this entry open what this device is called. */
const useOwnName = (awareness: EntrySession["document"]["awareness"]) => {
  const name = useDevices()?.find(({ thisDevice }) => thisDevice)?.name;
  useEffect(() => {
    if (name !== undefined) awareness.setLocalStateField("name", name);
  }, [awareness, name]);
};

const useKnownNames = (taxonomy: Taxonomy) => {
  const rows = useVisibleRows();
  return useMemo(() => {
    const known = rows ?? [];
    return {
      tags: [...new Set([...taxonomy.tags.map(({ name }) => name), ...namesUsed(known, (row) => row.tags)])],
      people: namesUsed(known, (row) => row.people),
      places: namesUsed(known, (row) => (row.place ? [row.place] : [])),
    };
  }, [rows, taxonomy]);
};

export interface OpenEntryProps {
  readonly session: EntrySession;
  readonly row: EntryRow;
  readonly taxonomy: Taxonomy;
  readonly startOfDay: number;
  readonly today: string;
  readonly back: string;
  readonly twoPanes: boolean;
  readonly focusMode: boolean;
  readonly onFocusMode: (on: boolean) => void;
  /** A blank page: writing begins at once. */
  readonly fresh: boolean;
}

type Panel = DetailsField | "mood" | "link";

export const OpenEntry = (props: OpenEntryProps) => {
  const { session, row, taxonomy, startOfDay, today, back, twoPanes, focusMode, onFocusMode, fresh } = props;
  const { t } = useTranslation("journal");
  const locale = useLocale();
  const navigate = useNavigate();
  const { document } = session;
  const [photoNotTaken, setPhotoNotTaken] = useState(false);
  const { editor, undo, redo } = useEntryEditor(document, () => setPhotoNotTaken(true));
  const [panel, setPanel] = useState<Panel>();
  const [finding, setFinding] = useState(false);
  const coarse = useCoarsePointer();
  const saved = useSaved(session);
  useOwnName(document.awareness);
  const synced = (useSync()?.link ?? "off") !== "off";
  const known = useKnownNames(taxonomy);
  const moodWord = useMoodWord();
  const actions = useEntryActions(session, row, taxonomy, back);
  const titleField = useRef<HTMLTextAreaElement>(null);
  const beganFresh = useRef(fresh);
  const docId = useRef(session.docId);
  docId.current = session.docId;
  // Asked for again where a blank page stands already, it is the same page: the caret comes into it once more.
  const { key: asking } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `asking` is another press of Write
  useLayoutEffect(() => {
    // Not into an entry that began as a blank page and is about to give way to the next one.
    if (fresh && docId.current === undefined) earlyKeys.handOver((early) => writeOn(editor, early));
  }, [editor, fresh, asking]);
  useLayoutEffect(() => {
    returnCaret(docId.current, editor.view);
    return () => keepCaret(docId.current, editor.view);
  }, [editor]);
  const settled = useAfterPaint();
  const marginFits = useMarginFits();
  const asked = panel !== undefined || finding || photoNotTaken;
  const askNothing = () => {
    setPanel(undefined);
    setFinding(false);
    setPhotoNotTaken(false);
  };
  const { tools, failed, slash, fetchTools } = useEntryTools(editor, { fresh: beganFresh.current, asked });

  const [notKept, setNotKept] = useState(false);
  const change = (changes: readonly EntryChange[]) =>
    void session.change(changes).then((kept) => setNotKept(!kept));
  const onAction = (action: EntryAction) => {
    const doing: Record<EntryAction, () => void> = {
      details: () => setPanel("when"),
      favourite: actions.toggleFavourite,
      pin: actions.togglePinned,
      find: () => setFinding(true),
      export: () => void actions.exportMarkdown(),
      print: () => window.print(),
      trash: () => void actions.moveToTrash(),
    };
    doing[action]();
  };
  const about = { row, taxonomy, today, onEdit: setPanel };
  const openLink = () => setPanel("link");
  const heading = row.title === "" ? dayFull(row.when.day, locale) : row.title;

  return (
    <AttachmentsProvider ydoc={document.ydoc}>
      <Page data-entry-scroll>
        <Sheet>
          <Hidden as="h1" tabIndex={-1}>
            {heading}
          </Hidden>
          <Box
            className="bar"
            component="header"
            sx={{
              display: "flex",
              alignItems: "center",
              gap: 1,
              minHeight: 56,
              paddingInline: "8px",
              position: "sticky",
              top: 0,
              backgroundColor: role.paper,
              zIndex: 2,
            }}
          >
            {!twoPanes && (
              <IconAction label={t("entry.back")} onClick={() => void navigate(back)}>
                <CaretLeftIcon size={22} weight="light" mirrored={isRightToLeft()} />
              </IconAction>
            )}
            <Box sx={{ flexGrow: 1, minWidth: 0 }}>
              {saved !== undefined && <SavedWord state={saved} stitches={synced ? "shown" : "hidden"} />}
              <PresenceLine awareness={document.awareness} />
            </Box>
            {twoPanes && (
              <>
                <IconAction label={t("menu.find")} onClick={() => setFinding(true)}>
                  <MagnifyingGlassIcon size={20} weight="light" />
                </IconAction>
                <IconAction
                  label={t(row.favourite ? "menu.unfavourite" : "menu.favourite")}
                  aria-pressed={row.favourite}
                  disabled={!document.writable}
                  onClick={actions.toggleFavourite}
                >
                  <StarIcon size={20} weight={row.favourite ? "fill" : "light"} />
                </IconAction>
                <IconAction
                  label={t(focusMode ? "entry.leaveFocus" : "entry.focus")}
                  aria-pressed={focusMode}
                  onClick={() => onFocusMode(!focusMode)}
                >
                  {focusMode ? (
                    <ArrowsInSimpleIcon size={20} weight="light" />
                  ) : (
                    <ArrowsOutSimpleIcon size={20} weight="light" />
                  )}
                </IconAction>
              </>
            )}
            <EntryMenu
              favourite={row.favourite}
              pinned={row.pinned}
              writable={document.writable}
              blank={session.docId === undefined}
              onAction={onAction}
            />
          </Box>
          <Box className="head">{(settled || !marginFits) && <EntryHead {...about} />}</Box>
          <Box className="margin">{(settled || marginFits) && <EntryMargin {...about} />}</Box>
          <Box className="text" sx={proseLook}>
            {!document.writable && (
              <Notice tone="neutral" title={t("entry.newer.title")}>
                {t("entry.newer.text")}
              </Notice>
            )}
            {row.trashedAt !== undefined && (
              <Notice
                tone="neutral"
                title={t("entry.trashed")}
                actions={
                  <Button variant="text" onClick={() => change([{ type: "restore" }])}>
                    {t("trash.putBack")}
                  </Button>
                }
              />
            )}
            {notKept && (
              <Notice tone="danger" title={t("entry.notKept.title")}>
                {t("entry.notKept.text")}
              </Notice>
            )}
            {asked && tools === undefined && failed && (
              <Notice
                tone="neutral"
                title={t("entry.toolsAbsent.title")}
                actions={
                  <>
                    <Button variant="text" onClick={fetchTools}>
                      {t("entry.toolsAbsent.again")}
                    </Button>
                    <Button variant="text" onClick={askNothing}>
                      {t("action.cancel")}
                    </Button>
                  </>
                }
              >
                {t("entry.toolsAbsent.text")}
              </Notice>
            )}
            {finding && tools && <tools.FindBar editor={editor} onClose={() => setFinding(false)} />}
            <Box sx={{ marginBottom: 3 }}>
              <TitleField
                title={titleOf(document.ydoc)}
                readOnly={!document.writable}
                fieldRef={titleField}
                onLeave={() => writeFromStart(editor)}
                onUndo={undo}
                onRedo={redo}
              />
            </Box>
            <EditorContent editor={editor} />
          </Box>
          <Box className="foot" data-noprint>
            <WordCount editor={editor} known={row.words} />
          </Box>
        </Sheet>
      </Page>
      {tools && (
        <>
          {slash !== undefined && <tools.SlashMenu editor={editor} slash={slash} />}
          {coarse ? (
            slash === undefined && <tools.TouchBar editor={editor} onLink={openLink} />
          ) : (
            <tools.SelectionToolbar editor={editor} onLink={openLink} hidden={panel !== undefined} />
          )}
          {panel === undefined && !finding && <tools.LinkBubble editor={editor} onEdit={openLink} />}
          {photoNotTaken && <tools.PhotoNotTaken onClose={() => setPhotoNotTaken(false)} />}
          {panel === "link" && <tools.LinkDialog editor={editor} onClose={() => setPanel(undefined)} />}
          {panel === "mood" && (
            <tools.MoodSheet
              row={row}
              startOfDay={startOfDay}
              onChange={change}
              onClose={() => setPanel(undefined)}
            />
          )}
          {panel !== undefined && panel !== "link" && panel !== "mood" && (
            <tools.DetailsSheet
              row={row}
              taxonomy={taxonomy}
              known={known}
              startOfDay={startOfDay}
              writable={document.writable}
              field={panel}
              onChange={change}
              onMood={() => setPanel("mood")}
              onClose={() => setPanel(undefined)}
            />
          )}
        </>
      )}
      <Hidden role="status">
        {row.moods.length > 0 && panel === "mood"
          ? row.moods.map(({ value }) => moodWord(value)).join(", ")
          : ""}
      </Hidden>
    </AttachmentsProvider>
  );
};
