import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { WarningIcon } from "@phosphor-icons/react/dist/csr/Warning";
import { WarningOctagonIcon } from "@phosphor-icons/react/dist/csr/WarningOctagon";
import type { ReactNode } from "react";
import { useTranslation } from "../i18n/index.ts";
import { role } from "../theme/index.ts";
import { MarginPage, MarginRow } from "./MarginPage.tsx";
import { PageFooter } from "./PageHeader.tsx";

const Part = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <Box
    component="section"
    sx={{
      marginTop: 4,
      "@container page (min-width: 45rem)": {
        display: "grid",
        gridTemplateColumns: "112px 1fr",
        columnGap: 6,
      },
    }}
  >
    <Typography
      variant="overline"
      component="h2"
      sx={{ margin: 0, fontWeight: 600, color: role.ink2, paddingTop: { md: "5px" } }}
    >
      {name}
    </Typography>
    <Typography
      variant="body1"
      component="p"
      sx={{ margin: 0, textWrap: "pretty", fontSize: { xs: "1.0625rem", md: "1.125rem" }, lineHeight: 1.55 }}
    >
      {children}
    </Typography>
  </Box>
);

/**
 * An alarm takes over the margin: a thick line, an octagon, three parts, the code under Details. A caution keeps the
 * thin line.
 */
export const AlarmPage = ({
  severity,
  title,
  when,
  happened,
  safe,
  todo,
  details,
  back,
  actions,
}: {
  readonly severity: "alarm" | "caution";
  readonly title: string;
  readonly when: string;
  readonly happened: string;
  readonly safe: string;
  readonly todo: string;
  readonly details: readonly { readonly label: string; readonly value: string }[];
  readonly back?: ReactNode;
  readonly actions: ReactNode;
}) => {
  const { t } = useTranslation("shell");
  const loud = severity === "alarm";
  return (
    <MarginPage line={loud ? "danger" : "margin"}>
      <Box sx={{ minHeight: 56, paddingTop: 1 }}>{back}</Box>
      <MarginRow
        margin={
          <Box
            sx={{
              display: "flex",
              flexDirection: "column",
              alignItems: "flex-end",
              gap: 1,
              color: loud ? role.danger : role.caution,
            }}
          >
            {loud ? (
              <WarningOctagonIcon size={32} weight="fill" aria-hidden="true" />
            ) : (
              <WarningIcon size={32} weight="fill" aria-hidden="true" />
            )}
            <Typography variant="overline" component="span" sx={{ fontWeight: 600 }}>
              {loud ? t("alarm.alarm") : t("alarm.caution")}
            </Typography>
            <Typography variant="caption" sx={{ color: role.ink3 }}>
              {when}
            </Typography>
          </Box>
        }
      >
        <Typography
          variant="h2"
          component="h1"
          tabIndex={-1}
          sx={{ margin: 0, outline: "none", fontSize: { xs: "1.625rem", md: "2rem" } }}
        >
          {title}
        </Typography>
        <Part name={t("alarm.happened")}>{happened}</Part>
        <Part name={t("alarm.safe")}>{safe}</Part>
        <Part name={t("alarm.todo")}>{todo}</Part>
        <Box
          component="dl"
          sx={{
            typography: "caption",
            color: role.ink3,
            margin: "24px 0",
            paddingTop: 3,
            borderTop: `1px solid ${role.hairline}`,
            display: "grid",
            gridTemplateColumns: "112px 1fr",
            columnGap: 6,
            rowGap: 1,
            "& dd": { margin: 0, overflowWrap: "anywhere" },
          }}
        >
          {details.map(({ label, value }) => (
            <Box key={label} sx={{ display: "contents" }}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </Box>
          ))}
        </Box>
      </MarginRow>
      <PageFooter>{actions}</PageFooter>
    </MarginPage>
  );
};
