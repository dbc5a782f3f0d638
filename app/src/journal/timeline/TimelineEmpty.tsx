import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Link from "@mui/material/Link";
import { Link as RouterLink } from "react-router";
import { useTranslation } from "../../shell/i18n/index.ts";
import { paths } from "../../shell/paths.ts";
import { EmptyState } from "../../shell/pieces/index.ts";
import { role } from "../../shell/theme/index.ts";
import { timelineFilterCleared, useAppDispatch } from "../../store/index.ts";
import { useLocale } from "../locale.ts";
import { dayNumber } from "../model/format.ts";
import type { Timeline, TimelineScope } from "./useTimeline.ts";

/** An empty list keeps its margin: today's number, or the word that emptied it. */
const WithMargin = ({
  number,
  word,
  children,
}: {
  readonly number?: string | undefined;
  readonly word: string;
  readonly children: React.ReactNode;
}) => (
  <Box sx={{ display: "grid", gridTemplateColumns: "var(--list-margin) minmax(0, 1fr)" }}>
    <Box sx={{ textAlign: "end", paddingInlineEnd: "14px", paddingTop: 6, overflowWrap: "anywhere" }}>
      {number !== undefined && <Box sx={{ typography: "day", color: role.accent }}>{number}</Box>}
      <Box sx={{ typography: "caption", color: number === undefined ? role.ink3 : role.accent }}>{word}</Box>
    </Box>
    <Box sx={{ paddingInline: "14px 20px" }}>{children}</Box>
  </Box>
);

export interface TimelineEmptyProps {
  readonly timeline: Extract<Timeline, { state: "present" }>;
  readonly scope: TimelineScope;
  readonly filterText: string;
  readonly today: string;
}

export const TimelineEmpty = ({ timeline, scope, filterText, today }: TimelineEmptyProps) => {
  const { t } = useTranslation("journal");
  const locale = useLocale();
  const dispatch = useAppDispatch();
  if (timeline.filtering)
    return (
      <WithMargin word={filterText}>
        <EmptyState
          title={t("empty.filtered.title")}
          action={
            <Button onClick={() => dispatch(timelineFilterCleared())}>{t("empty.filtered.action")}</Button>
          }
        >
          {t("empty.filtered.text", { count: timeline.inScope })}
        </EmptyState>
      </WithMargin>
    );
  if (scope.kind === "favourites" || scope.kind === "tag")
    return (
      <WithMargin word="">
        <EmptyState title={t(`empty.${scope.kind}.title`)}>{t(`empty.${scope.kind}.text`)}</EmptyState>
      </WithMargin>
    );
  return (
    <WithMargin number={dayNumber(today, locale)} word={t("row.today")}>
      <EmptyState
        title={t("empty.journal.title")}
        action={
          <Button component={RouterLink} to={paths.write}>
            {t("empty.journal.action")}
          </Button>
        }
      >
        {t("empty.journal.text")}
      </EmptyState>
      {timeline.all === 0 && (
        <Box
          sx={{
            borderTop: `1px solid ${role.hairline}`,
            paddingTop: 6,
            typography: "body2",
            color: role.ink2,
          }}
        >
          <p style={{ margin: "0 0 12px" }}>{t("empty.bring.text")}</p>
          <Link component={RouterLink} to={paths.import} sx={{ typography: "button" }}>
            {t("empty.bring.action")}
          </Link>
        </Box>
      )}
    </WithMargin>
  );
};
