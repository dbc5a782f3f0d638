import Box from "@mui/material/Box";
import Tab from "@mui/material/Tab";
import Tabs from "@mui/material/Tabs";
import { CaretLeftIcon } from "@phosphor-icons/react/dist/csr/CaretLeft";
import { CaretRightIcon } from "@phosphor-icons/react/dist/csr/CaretRight";
import { type ReactNode, useId, useMemo } from "react";
import { useSearchParams } from "react-router";
import { monthOf } from "../../documents/index.ts";
import { useTranslation } from "../../shell/i18n/index.ts";
import { IconAction, Mark } from "../../shell/pieces/index.ts";
import { isRightToLeft, role, wide } from "../../shell/theme/index.ts";
import { overlayOpened, useAppDispatch, useTaxonomy, useVisibleRows } from "../../store/index.ts";
import { useToday } from "../clock.tsx";
import { useTwoPanes } from "../editor/useScreen.ts";
import { useLocale } from "../locale.ts";
import { addMonths, entriesByDay, yearsKept } from "../model/calendar.ts";
import { dayParts, monthLong, yearNumber } from "../model/format.ts";
import { onThisDay } from "../model/on-this-day.ts";
import { RoomSpace } from "../RoomSpace.tsx";
import { MonthGrid } from "./MonthGrid.tsx";
import { OnThisDay } from "./OnThisDay.tsx";
import { PhotoWall } from "./PhotoWall.tsx";
import { YearGrid } from "./YearGrid.tsx";

type View = "month" | "year" | "photos";
const isView = (value: string | null): value is View =>
  value === "month" || value === "year" || value === "photos";
const isDay = (value: string | null): value is string =>
  value !== null && /^\d{4}-\d{2}-\d{2}$/u.test(value) && !Number.isNaN(Date.parse(`${value}T00:00:00Z`));

/** What is looked at stands in the address, so that Back undoes a step. */
const useLookedAt = (today: string) => {
  const [search, setSearch] = useSearchParams();
  const asked = search.get("day");
  const view = search.get("view");
  const day = isDay(asked) ? asked : today;
  const go = (part: { readonly day?: string; readonly view?: View }, replace: boolean) => {
    const next = new URLSearchParams(search);
    if (part.day !== undefined) next.set("day", part.day);
    if (part.view !== undefined) next.set("view", part.view);
    setSearch(next, { replace });
  };
  return { day, view: isView(view) ? view : ("month" as const), go };
};

const Head = ({
  title,
  year,
  view,
  onView,
  onStep,
  panelId,
}: {
  readonly title: string;
  readonly year: string;
  readonly view: View;
  readonly onView: (view: View) => void;
  readonly onStep: (by: 1 | -1) => void;
  readonly panelId: string;
}) => {
  const { t } = useTranslation("journal");
  const dispatch = useAppDispatch();
  const rightToLeft = isRightToLeft();
  return (
    <Box
      component="header"
      sx={{
        display: "flex",
        flexWrap: "wrap",
        alignItems: "center",
        columnGap: { xs: 0, md: 2 },
        padding: "8px 12px 0",
        [wide]: { padding: "20px 28px 8px" },
      }}
    >
      <Box sx={{ [wide]: { display: "none" } }}>
        <IconAction label={t("list.contents")} onClick={() => dispatch(overlayOpened("contents"))}>
          <Mark size={26} />
        </IconAction>
      </Box>
      <Box component="h1" tabIndex={-1} sx={{ typography: "h4", margin: 0, flexGrow: 1, outline: 0 }}>
        {title}{" "}
        <Box component="span" sx={{ color: role.ink3 }}>
          {year}
        </Box>
      </Box>
      <Tabs
        value={view}
        onChange={(_, next: View) => onView(next)}
        aria-label={t("calendar.views")}
        sx={{
          order: { xs: 3, md: 0 },
          width: { xs: "100%", md: "auto" },
          paddingInlineStart: { xs: "8px", md: 0 },
        }}
      >
        {(["month", "year", "photos"] as const).map((one) => (
          <Tab
            key={one}
            value={one}
            id={`${panelId}-${one}`}
            aria-controls={panelId}
            label={t(`calendar.view.${one}`)}
          />
        ))}
      </Tabs>
      {view !== "photos" && (
        <>
          <IconAction
            label={t(view === "month" ? "calendar.previousMonth" : "calendar.previousYear")}
            onClick={() => onStep(-1)}
          >
            <CaretLeftIcon size={20} weight="light" mirrored={rightToLeft} />
          </IconAction>
          <IconAction
            label={t(view === "month" ? "calendar.nextMonth" : "calendar.nextYear")}
            onClick={() => onStep(1)}
          >
            <CaretRightIcon size={20} weight="light" mirrored={rightToLeft} />
          </IconAction>
        </>
      )}
    </Box>
  );
};

/** The calendar and what was written on the chosen day in every year. */
export const LookBackPage = () => {
  const { t } = useTranslation("journal");
  const locale = useLocale();
  const today = useToday();
  const rows = useVisibleRows();
  const taxonomy = useTaxonomy();
  const { day, view, go } = useLookedAt(today);
  const panelId = useId();
  const twoPanes = useTwoPanes();
  const byDay = useMemo(() => entriesByDay(rows ?? []), [rows]);
  const years = useMemo(() => yearsKept(byDay.keys(), dayParts(today).year), [byDay, today]);
  const found = useMemo(() => onThisDay(byDay, years, day), [byDay, years, day]);
  if (rows === undefined || taxonomy === undefined) return null;
  const { year } = dayParts(day);
  const yearWord = yearNumber(day, locale);
  const title =
    view === "month" ? monthLong(day, locale) : view === "year" ? yearWord : t("calendar.view.photos");
  const views: Record<View, () => ReactNode> = {
    month: () => (
      <MonthGrid
        month={monthOf(day)}
        chosen={day}
        today={today}
        byDay={byDay}
        onChoose={(chosen) => go({ day: chosen }, true)}
      />
    ),
    year: () => <YearGrid year={year} today={today} byDay={byDay} />,
    photos: () => <PhotoWall rows={rows} today={today} />,
  };
  const content = (
    <>
      <Box sx={{ minWidth: 0, [wide]: { overflowY: "auto", flex: "1 1 0" } }}>
        <Head
          title={title}
          year={view === "month" ? yearWord : ""}
          view={view}
          panelId={panelId}
          onView={(next) => go({ view: next }, false)}
          onStep={(by) => go({ day: addMonths(day, view === "month" ? by : by * 12) }, true)}
        />
        <Box
          role="tabpanel"
          id={panelId}
          aria-labelledby={`${panelId}-${view}`}
          sx={{
            padding: view === "photos" ? "8px 0 0" : "0 12px 24px",
            [wide]: { padding: "8px 28px 32px" },
          }}
        >
          {views[view]()}
        </Box>
      </Box>
      {view === "month" && (
        <Box
          component="section"
          aria-label={t("onThisDay.title")}
          sx={{
            borderTop: { xs: `1px solid ${role.hairline}`, md: 0 },
            borderInlineStart: { md: `1px solid ${role.hairline}` },
            [wide]: { overflowY: "auto", width: "min(420px, 34%)", flexShrink: 0 },
          }}
        >
          <OnThisDay day={day} today={today} entries={byDay.get(day)} years={found} taxonomy={taxonomy} />
        </Box>
      )}
    </>
  );
  return twoPanes ? <RoomSpace>{content}</RoomSpace> : <Box sx={{ flex: "1 0 auto" }}>{content}</Box>;
};
