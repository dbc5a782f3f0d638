import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { CaretLeftIcon } from "@phosphor-icons/react/dist/csr/CaretLeft";
import type { ReactNode } from "react";
import { useNavigate } from "react-router";
import { useTranslation } from "../i18n/index.ts";
import { isRightToLeft, serif } from "../theme/index.ts";
import { IconAction } from "./IconAction.tsx";
import { MarginRow } from "./MarginPage.tsx";

/**
 * The head of a page: a way back in the margin, the page's name (the one `h1`; it takes the focus on arrival), actions
 * at the end. Stands inside a MarginPage.
 */
export const PageHeader = ({
  title,
  back,
  actions,
  look = "page",
}: {
  readonly title: string;
  /** Where the arrow leads. */
  readonly back?: string;
  readonly actions?: ReactNode;
  /** `page`: upright serif. `month`: italic, for months and rooms. */
  readonly look?: "page" | "month";
}) => {
  const { t } = useTranslation("shell");
  const navigate = useNavigate();
  const arrow = back !== undefined && (
    <IconAction label={t("back")} onClick={() => void navigate(back)}>
      <CaretLeftIcon size={22} weight="light" mirrored={isRightToLeft()} />
    </IconAction>
  );
  return (
    <Box data-page-header sx={{ paddingTop: { xs: 1, md: 6 }, paddingBottom: { xs: 3, md: 6 } }}>
      <MarginRow component="header" margin={arrow || undefined} measure="none">
        <Box sx={{ display: "flex", alignItems: "center", gap: 2, minHeight: 44 }}>
          <Typography
            variant={look === "month" ? "h4" : "h3"}
            component="h1"
            tabIndex={-1}
            sx={{
              flex: 1,
              minWidth: 0,
              outline: "none",
              fontFamily: serif,
              ...(look === "page" && { fontSize: { xs: "1.375rem", md: "1.875rem" }, lineHeight: 1.27 }),
            }}
          >
            {title}
          </Typography>
          {actions}
        </Box>
      </MarginRow>
    </Box>
  );
};

/** Primary actions: at the foot of the page on a phone, within a thumb's reach; in the text column on wide screens. */
export const PageFooter = ({
  children,
  note,
}: {
  readonly children: ReactNode;
  readonly note?: ReactNode;
}) => (
  <Box
    sx={{
      position: { xs: "sticky", md: "static" },
      // A room that keeps the bar of rooms below its pages says how high it is.
      bottom: "var(--ww-bar, 0px)",
      zIndex: 2,
      marginTop: { xs: "auto", md: 6 },
      backgroundColor: { xs: "var(--ww-page, var(--ww-palette-paper))", md: "transparent" },
      borderTop: { xs: "1px solid var(--ww-palette-hairline)", md: "none" },
      padding: { xs: "12px 20px calc(16px + env(safe-area-inset-bottom))", md: 0 },
    }}
  >
    <Box
      sx={{
        display: "flex",
        flexDirection: { xs: "column", md: "row" },
        alignItems: { xs: "stretch", md: "center" },
        gap: 2,
        paddingInlineStart: { md: "calc(var(--ww-margin) + var(--ww-text-gap))" },
        flexWrap: "wrap",
      }}
    >
      {children}
    </Box>
    {note !== undefined && (
      <Typography
        variant="caption"
        component="p"
        sx={{
          margin: "8px 0 0",
          color: "text.secondary",
          textAlign: { xs: "center", md: "start" },
          paddingInlineStart: { md: "calc(var(--ww-margin) + var(--ww-text-gap))" },
        }}
      >
        {note}
      </Typography>
    )}
  </Box>
);
