import Box from "@mui/material/Box";
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useContext, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import type { Taxonomy } from "../../documents/index.ts";
import { useTranslation } from "../../shell/i18n/index.ts";
import { paths } from "../../shell/paths.ts";
import { useLocale } from "../locale.ts";
import { dayParts, monthAndYear, monthLong } from "../model/format.ts";
import { sectionAt, type TimelineItem } from "../model/timeline.ts";
import { EntryItem } from "./EntryItem.tsx";
import { ListMemory } from "./list-memory.ts";
import { useRovingRows } from "./useRovingRows.ts";

const guessed = (item: TimelineItem | undefined): number => {
  if (item === undefined || item.type !== "entry") return 56;
  const { row } = item;
  const text =
    (row.title === "" ? 0 : 24) + (row.excerpt.length > 90 ? 72 : row.excerpt.length > 45 ? 48 : 24);
  return 54 + text + (row.thumbnail ? 150 : 0);
};

/** “November”, with its year where it is not the present one. */
export const useMonthName = (today: string) => {
  const locale = useLocale();
  return (month: string): string => {
    const day = `${month}-01`;
    return dayParts(day).year === dayParts(today).year ? monthLong(day, locale) : monthAndYear(day, locale);
  };
};

const Section = ({ name }: { readonly name: string }) => (
  <Box
    component="h2"
    sx={{
      typography: "h5",
      margin: 0,
      padding: "20px 20px 4px",
      paddingInlineStart: "calc(var(--list-margin) + 14px)",
    }}
  >
    {name}
  </Box>
);

export interface TimelineListProps {
  /** Whose place is remembered. */
  readonly listKey: string;
  readonly items: readonly TimelineItem[];
  readonly taxonomy: Taxonomy;
  readonly today: string;
  readonly selected: string | undefined;
  /** Stands above the first row and scrolls with it. */
  readonly lead?: ReactNode;
  readonly onSection: (section: string) => void;
}

/** The rows in view of a list of any length. Heights are measured; the place is kept when the list comes back. */
export const TimelineList = ({
  listKey,
  items,
  taxonomy,
  today,
  selected,
  lead,
  onSection,
}: TimelineListProps) => {
  const { t } = useTranslation("journal");
  const keysId = useId();
  const monthName = useMonthName(today);
  const memory = useContext(ListMemory);
  const scroller = useRef<HTMLDivElement>(null);
  const leadBox = useRef<HTMLDivElement>(null);
  // Read once: afterwards this list is what changes it.
  const [place] = useState(() => memory.get(listKey));
  const roving = useRovingRows(items);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => guessed(items[index]),
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: 6,
    initialOffset: place?.offset ?? 0,
    initialMeasurementsCache: place?.measurements ?? [],
    scrollMargin: leadBox.current?.offsetHeight ?? 0,
    // The row that has the focus, or had it last, stays in the page however far the list is scrolled.
    rangeExtractor: (range) => {
      const inView = defaultRangeExtractor(range);
      const { active } = roving;
      return active === undefined || inView.includes(active)
        ? inView
        : [...inView, active].sort((a, b) => a - b);
    },
  });
  const rows = virtualizer.getVirtualItems();
  const offset = virtualizer.scrollOffset ?? 0;
  const first = rows.find((row) => row.end - virtualizer.options.scrollMargin > offset + 1);
  const section = sectionAt(items, first?.index ?? 0);
  const tabStop =
    roving.active ??
    rows.find(({ index }) => index >= (first?.index ?? 0) && items[index]?.type === "entry")?.index;

  useEffect(() => {
    if (section !== undefined) onSection(section);
  }, [section, onSection]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element !== null && place !== undefined) element.scrollTop = place.offset;
    return () => {
      memory.set(listKey, {
        offset: virtualizer.scrollOffset ?? 0,
        measurements: virtualizer.takeSnapshot(),
      });
    };
  }, [memory, listKey, place, virtualizer]);

  return (
    <Box
      ref={scroller}
      sx={{
        flex: "1 1 0",
        minHeight: 0,
        overflowY: "auto",
        overflowAnchor: "none",
        position: "relative",
        contain: "strict",
      }}
    >
      <div ref={leadBox}>{lead}</div>
      <span id={keysId} hidden>
        {t("list.keys")}
      </span>
      <Box
        component="section"
        aria-label={t("list.label")}
        aria-describedby={keysId}
        onFocus={roving.onFocus}
        onKeyDown={(event) => roving.onKeyDown(event, (index) => virtualizer.scrollToIndex(index))}
        sx={{ position: "relative" }}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {rows.map(({ index, key, start }) => {
          const item = items[index];
          if (item === undefined) return null;
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
              {item.type === "entry" ? (
                <EntryItem
                  row={item.row}
                  to={paths.entry(item.row.docId)}
                  today={today}
                  taxonomy={taxonomy}
                  firstOfDay={item.firstOfDay}
                  last={item.lastOfSection}
                  selected={item.row.docId === selected}
                  tabStop={index === tabStop}
                  named={item.section === "pinned" ? "month" : "weekday"}
                />
              ) : index === 0 ? null : (
                <Section name={item.type === "pinned" ? t("list.pinned") : monthName(item.month)} />
              )}
            </div>
          );
        })}
      </Box>
      <Box sx={{ height: 48 }} />
    </Box>
  );
};
