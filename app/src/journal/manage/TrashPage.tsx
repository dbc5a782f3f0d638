import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Checkbox from "@mui/material/Checkbox";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useRef, useState } from "react";
import { Link } from "react-router";
import { dayOf, type EntryRow, type Taxonomy } from "../../documents/index.ts";
import { useTranslation } from "../../shell/i18n/index.ts";
import { paths } from "../../shell/paths.ts";
import { EmptyState, MarginPage, MarginRow, PageHeader, Ribbon, useUndo } from "../../shell/pieces/index.ts";
import { focusRing, role } from "../../shell/theme/index.ts";
import {
  selectTrashedRows,
  useAppSelector,
  useRowsLoaded,
  useTaxonomy,
  useVault,
} from "../../store/index.ts";
import { useClock } from "../clock.tsx";
import { useLocale } from "../locale.ts";
import { dayAndMonth, dayFull, dayNumber, monthShort } from "../model/format.ts";

const useRestore = () => {
  const { t } = useTranslation("journal");
  const vault = useVault();
  const clock = useClock();
  const offerUndo = useUndo();
  return async (rows: readonly EntryRow[]) => {
    for (const { docId } of rows) await vault.edit(docId, [{ type: "restore" }]);
    const [first] = rows;
    offerUndo({
      sentence:
        rows.length === 1 && first !== undefined && first.title !== ""
          ? t("trash.restoredOne", { title: first.title })
          : t("trash.restored", { count: rows.length }),
      undo: () => {
        for (const { docId, trashedAt } of rows)
          void vault.edit(docId, [{ type: "trash", at: trashedAt ?? clock.now() }]);
      },
    });
  };
};

const TrashedEntry = ({
  row,
  taxonomy,
  chosen,
  onChoose,
  onRestore,
}: {
  readonly row: EntryRow;
  readonly taxonomy: Taxonomy;
  readonly chosen: boolean;
  readonly onChoose: (on: boolean) => void;
  readonly onRestore: () => void;
}) => {
  const { t } = useTranslation("journal");
  const locale = useLocale();
  const clock = useClock();
  const journal = taxonomy.journals.find(({ id }) => id === row.journal);
  const day = dayFull(row.when.day, locale);
  const name = row.title || row.excerpt.slice(0, 60) || day;
  const thrown = row.trashedAt === undefined ? "" : dayAndMonth(dayOf(row.trashedAt, clock.zone()), locale);
  return (
    <MarginRow
      margin={
        <>
          <Box aria-hidden sx={{ textAlign: "end" }}>
            <Box sx={{ typography: "day", color: role.ink }}>{dayNumber(row.when.day, locale)}</Box>
            <Box sx={{ typography: "caption" }}>{monthShort(row.when.day, locale)}</Box>
          </Box>
          <Checkbox
            checked={chosen}
            onChange={(event) => onChoose(event.target.checked)}
            slotProps={{ input: { "aria-label": t("trash.choose", { name }) } }}
            sx={{ marginInlineEnd: "-11px" }}
          />
        </>
      }
    >
      <Box
        component="article"
        aria-label={day}
        sx={{ borderBottom: `1px solid ${role.hairline}`, paddingBottom: 3, marginBottom: 4 }}
      >
        <Box
          component={Link}
          to={paths.entry(row.docId)}
          sx={{
            display: "block",
            color: "inherit",
            textDecoration: "none",
            borderRadius: "2px",
            "&:focus-visible": focusRing,
          }}
        >
          {row.title !== "" && (
            <Box component="span" sx={{ typography: "subtitle1", display: "block" }}>
              {row.title}
            </Box>
          )}
          <Box
            component="span"
            sx={{
              typography: "body2",
              color: role.ink2,
              display: "-webkit-box",
              WebkitBoxOrient: "vertical",
              WebkitLineClamp: 3,
              overflow: "hidden",
            }}
          >
            {row.excerpt || (row.title === "" ? t("row.noWords") : "")}
          </Box>
        </Box>
        <Box
          sx={{
            display: "flex",
            alignItems: "center",
            gap: 2,
            typography: "caption",
            color: role.ink3,
            marginTop: 1,
          }}
        >
          {journal && <Ribbon ink={journal.ink} />}
          {[...(journal ? [journal.name] : []), t("trash.thrown", { day: thrown })].join(" · ")}
        </Box>
        <Button
          variant="text"
          onClick={onRestore}
          aria-label={t("trash.putBackNamed", { name })}
          sx={{ marginInlineStart: "-8px" }}
        >
          {t("trash.putBack")}
        </Button>
      </Box>
    </MarginRow>
  );
};

/** What was moved to the trash. Nothing is erased from it in this version, and the page says so. */
export const TrashPage = () => {
  const { t } = useTranslation("journal");
  const loaded = useRowsLoaded();
  const rows = useAppSelector(selectTrashedRows);
  const taxonomy = useTaxonomy();
  const restore = useRestore();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const list = useRef<HTMLDivElement>(null);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => 170,
    getItemKey: (index) => rows[index]?.docId ?? index,
    overscan: 4,
    scrollMargin: list.current?.offsetTop ?? 0,
  });
  const selected = rows.filter(({ docId }) => chosen.has(docId));
  const choose = (docId: string, on: boolean) =>
    setChosen((before) => {
      const next = new Set(before);
      if (on) next.add(docId);
      else next.delete(docId);
      return next;
    });
  if (!loaded || taxonomy === undefined) return null;
  return (
    <div style={{ flex: "1 0 auto", display: "flex", flexDirection: "column" }}>
      <MarginPage>
        <PageHeader title={t("trash.title")} back={paths.journal} />
        <MarginRow>
          <Box component="p" sx={{ typography: "ui", color: role.ink2, margin: "0 0 20px" }}>
            {t("trash.about")}
          </Box>
          {rows.length > 0 && (
            <Box sx={{ display: "flex", flexWrap: "wrap", gap: 3, marginBottom: 5, alignItems: "center" }}>
              <Button
                variant="text"
                sx={{ marginInlineStart: "-8px" }}
                onClick={() =>
                  setChosen(
                    selected.length === rows.length ? new Set() : new Set(rows.map(({ docId }) => docId)),
                  )
                }
              >
                {t(selected.length === rows.length ? "trash.chooseNone" : "trash.chooseAll")}
              </Button>
              {selected.length > 0 && (
                <Button
                  onClick={() => {
                    void restore(selected);
                    setChosen(new Set());
                  }}
                >
                  {t("trash.putBackChosen", { count: selected.length })}
                </Button>
              )}
            </Box>
          )}
          {rows.length === 0 && <EmptyState title={t("trash.empty")}>{t("trash.emptyText")}</EmptyState>}
        </MarginRow>
        <Box
          ref={list}
          sx={{ position: "relative", flexShrink: 0 }}
          style={{ height: virtualizer.getTotalSize() }}
        >
          {virtualizer.getVirtualItems().map(({ index, key, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <div
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                style={{
                  position: "absolute",
                  top: 0,
                  insetInline: 0,
                  transform: `translateY(${start - virtualizer.options.scrollMargin}px)`,
                }}
              >
                <TrashedEntry
                  row={row}
                  taxonomy={taxonomy}
                  chosen={chosen.has(row.docId)}
                  onChoose={(on) => choose(row.docId, on)}
                  onRestore={() => void restore([row])}
                />
              </div>
            );
          })}
        </Box>
      </MarginPage>
    </div>
  );
};
