import Box from "@mui/material/Box";
import Dialog from "@mui/material/Dialog";
import { NotePencilIcon } from "@phosphor-icons/react/dist/csr/NotePencil";
import { XIcon } from "@phosphor-icons/react/dist/csr/X";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { useNavigate } from "react-router";
import {
  overlayClosed,
  selectOverlay,
  useAppDispatch,
  useAppSelector,
  useVisibleRows,
} from "../../store/index.ts";
import { useFormat, useTranslation } from "../i18n/index.ts";
import { useBackCloses } from "../layers/index.ts";
import { paths } from "../paths.ts";
import { Hidden } from "../pieces/Hidden.tsx";
import { IconAction } from "../pieces/IconAction.tsx";
import { MoodWell } from "../pieces/MoodWell.tsx";
import { role, sans, serif } from "../theme/index.ts";
import { type Match, matchIn, rankOf } from "./match.ts";
import { type Command, useCommands } from "./useCommands.tsx";

interface Found extends Command {
  readonly match: Match;
}
const mostEntries = 6;
const mostCommands = 6;

const Marked = ({ text, match }: { readonly text: string; readonly match: Match }) =>
  match.to === match.from ? (
    text
  ) : (
    <>
      {text.slice(0, match.from)}
      <mark>{text.slice(match.from, match.to)}</mark>
      {text.slice(match.to)}
    </>
  );

const rank = (commands: readonly Command[], query: string): readonly Found[] =>
  commands
    .flatMap((command) => {
      const match = matchIn(command.label, query);
      return match === undefined ? [] : [{ ...command, match }];
    })
    .sort((a, b) => rankOf(a.label, a.match) - rankOf(b.label, b.match));

const useFound = (query: string): readonly Found[] => {
  const { t } = useTranslation("shell");
  const format = useFormat();
  const navigate = useNavigate();
  const commands = useCommands();
  const rows = useVisibleRows();
  return useMemo(() => {
    const ranked = rank(commands, query);
    const ofGroup = (group: Command["group"]) =>
      ranked.filter((found) => found.group === group).slice(0, mostCommands);
    const entries: Found[] = [];
    if (query.trim() !== "")
      for (const row of rows ?? []) {
        if (entries.length === mostEntries) break;
        const label = row.title || row.excerpt.slice(0, 60) || t("palette.untitled");
        const match = matchIn(label, query);
        if (match === undefined) continue;
        const mood = row.moods[0];
        entries.push({
          id: row.docId,
          group: "entries",
          label,
          keys: format.day(row.when.day, { day: "numeric", month: "short", year: "numeric" }),
          sign:
            mood === undefined ? (
              <NotePencilIcon size={18} weight="light" />
            ) : (
              <MoodWell level={mood.value} labelled />
            ),
          run: () => void navigate(paths.entry(row.docId)),
          match,
        });
      }
    return [...ofGroup("do"), ...ofGroup("go"), ...entries];
  }, [commands, query, rows, t, format, navigate]);
};

const Palette = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation("shell");
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const list = useId();
  const chosen = useRef<HTMLDivElement>(null);
  const found = useFound(query);
  const present = Math.min(at, found.length - 1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another row was chosen
  useEffect(() => {
    chosen.current?.scrollIntoView({ block: "nearest" });
  }, [present]);
  const run = (command: Found | undefined) => {
    if (command === undefined) return;
    onClose();
    command.run();
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setAt((present + step + found.length) % found.length);
    } else if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      run(found[present]);
    }
  };
  const groups = (["do", "go", "entries"] as const)
    .map((group) => ({ group, items: found.filter((one) => one.group === group) }))
    .filter(({ items }) => items.length > 0);
  return (
    <>
      <Box
        sx={{
          display: "flex",
          alignItems: "center",
          gap: 2,
          padding: "6px 12px 6px 20px",
          borderBottom: `1px solid ${role.hairline}`,
        }}
      >
        <Box
          component="input"
          role="combobox"
          aria-label={t("palette.query")}
          aria-expanded
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={found[present] === undefined ? undefined : `${list}-${present}`}
          placeholder={t("palette.query")}
          value={query}
          autoFocus
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKey}
          sx={{
            flex: 1,
            minWidth: 0,
            border: 0,
            outline: 0,
            background: "none",
            padding: "10px 0",
            fontFamily: serif,
            fontSize: { xs: "1.25rem", md: "1.4375rem" },
            color: role.ink,
            caretColor: role.accent,
            "&::placeholder": { color: role.ink3, opacity: 1 },
          }}
        />
        <IconAction label={t("close")} onClick={onClose}>
          <XIcon size={20} weight="light" />
        </IconAction>
      </Box>
      <Box
        id={list}
        role="listbox"
        aria-label={t("palette.title")}
        sx={{ overflowY: "auto", paddingBlock: 2, minHeight: 0 }}
      >
        {groups.map(({ group, items }) => (
          <Box key={group} role="group" aria-label={t(`palette.${group}`)}>
            <Box aria-hidden="true" sx={{ typography: "caption", color: role.ink3, padding: "8px 20px 4px" }}>
              {t(`palette.${group}`)}
            </Box>
            {items.map((one) => {
              const index = found.indexOf(one);
              const selected = index === present;
              return (
                <Box
                  key={one.id}
                  id={`${list}-${index}`}
                  role="option"
                  aria-selected={selected}
                  ref={selected ? chosen : undefined}
                  onMouseMove={() => setAt(index)}
                  onClick={() => run(one)}
                  sx={{
                    display: "flex",
                    alignItems: "center",
                    gap: 3,
                    minHeight: 44,
                    padding: "4px 20px",
                    cursor: "pointer",
                    color: role.ink,
                    fontFamily: group === "entries" ? serif : sans,
                    fontSize: group === "entries" ? "1.0625rem" : "0.9375rem",
                    fontWeight: selected && group !== "entries" ? 500 : 400,
                    backgroundColor: selected ? role.wash : "transparent",
                  }}
                >
                  <Box
                    component="span"
                    aria-hidden="true"
                    sx={{ width: 20, display: "flex", justifyContent: "center", flexShrink: 0 }}
                  >
                    {one.sign}
                  </Box>
                  <Box
                    component="span"
                    sx={{
                      flex: 1,
                      minWidth: 0,
                      overflow: "hidden",
                      textOverflow: "ellipsis",
                      whiteSpace: "nowrap",
                    }}
                  >
                    <Marked text={one.label} match={one.match} />
                    {one.hint !== undefined && (
                      <Box
                        component="span"
                        sx={{
                          typography: "caption",
                          color: role.ink3,
                          marginInlineStart: 3,
                          display: { xs: "none", sm: "inline" },
                        }}
                      >
                        {one.hint}
                      </Box>
                    )}
                  </Box>
                  {one.keys !== undefined && (
                    <Box
                      component="span"
                      sx={{ typography: "caption", color: role.ink3, whiteSpace: "nowrap" }}
                    >
                      {one.keys}
                    </Box>
                  )}
                </Box>
              );
            })}
          </Box>
        ))}
      </Box>
      {found.length === 0 && (
        <Box sx={{ padding: "8px 20px 20px", typography: "body2", color: role.ink2 }}>
          {t("palette.nothing")}
        </Box>
      )}
      <Hidden role="status">{t("palette.results", { count: found.length })}</Hidden>
      <Box
        aria-hidden="true"
        sx={{
          display: { xs: "none", md: "flex" },
          gap: 6,
          padding: "10px 20px",
          borderTop: `1px solid ${role.hairline}`,
          typography: "caption",
          color: role.ink3,
        }}
      >
        <span>{t("palette.choose")}</span>
        <span>{t("palette.open")}</span>
        <span>{t("palette.close")}</span>
      </Box>
    </>
  );
};

/** Ctrl K or ⌘ K: everything by name. */
export const CommandPalette = () => {
  const { t } = useTranslation("shell");
  const dispatch = useAppDispatch();
  const title = useId();
  const open = useAppSelector(selectOverlay) === "palette";
  const close = () => {
    dispatch(overlayClosed());
  };
  useBackCloses(open, close);
  return (
    <Dialog
      open={open}
      onClose={close}
      aria-labelledby={title}
      slotProps={{
        container: { sx: { alignItems: "flex-start" } },
        paper: {
          sx: {
            width: "100%",
            maxWidth: 640,
            maxHeight: { xs: "calc(100dvh - 16px)", md: "min(620px, calc(100dvh - 160px))" },
            margin: { xs: "8px !important", md: "112px 16px 16px !important" },
            "@media (max-width: 599.95px)": { width: "calc(100% - 16px)" },
          },
        },
      }}
    >
      <Hidden id={title} role="heading" aria-level={2}>
        {t("palette.title")}
      </Hidden>
      {open && <Palette onClose={close} />}
    </Dialog>
  );
};
