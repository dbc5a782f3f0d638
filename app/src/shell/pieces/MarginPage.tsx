import Box from "@mui/material/Box";
import { styled } from "@mui/material/styles";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import { role } from "../theme/index.ts";

/**
 * The page with its one vertical line: what is about the text stands left of it, the text right of it. Widths follow
 * the page's own width, not the window's, so the same page works alone and beside a list. Under 22.5 rem, which is
 * 360 px, or 720 px of text twice as large, the margin folds into a line above the text and the line goes.
 */
const Container = styled("div")({
  containerName: "page",
  containerType: "inline-size",
  flex: "1 0 auto",
  display: "flex",
  flexDirection: "column",
  minWidth: 0,
});
const Sheet = styled("div", {
  shouldForwardProp: (name) => name !== "line" && name !== "wideMargin",
})<{
  readonly line: "margin" | "danger" | "none";
  readonly wideMargin: string | undefined;
}>(({ line, wideMargin }) => ({
  "--ww-margin": "0px",
  "--ww-margin-gap": "0px",
  "--ww-text-gap": "20px",
  "--ww-end": "20px",
  position: "relative",
  flex: "1 0 auto",
  display: "flex",
  flexDirection: "column",
  "@container page (min-width: 22.5rem)": {
    "--ww-margin": "62px",
    "--ww-margin-gap": "14px",
    "--ww-text-gap": "14px",
    "--ww-end": "20px",
  },
  "@container page (min-width: 35rem)": {
    "--ww-margin": "96px",
    "--ww-margin-gap": "20px",
    "--ww-text-gap": "28px",
    "--ww-end": "32px",
  },
  "@container page (min-width: 45rem)": {
    "--ww-margin": "120px",
    "--ww-margin-gap": "24px",
    "--ww-text-gap": "32px",
    "--ww-end": "48px",
  },
  "@container page (min-width: 60rem)": { "--ww-margin": "152px" },
  "@container page (min-width: 72.5rem)": { "--ww-margin": "184px" },
  ...(wideMargin !== undefined && {
    "@media (min-width: 900px)": { "--ww-margin": `${wideMargin} !important` },
  }),
  ...(line !== "none" && {
    "&::before": {
      content: '""',
      position: "absolute",
      insetBlock: 0,
      insetInlineStart: "var(--ww-margin)",
      width: line === "danger" ? 4 : 1,
      marginInlineStart: line === "danger" ? "-2px" : 0,
      backgroundColor: line === "danger" ? role.danger : role.marginLine,
      pointerEvents: "none",
      "@media (forced-colors: active)": { backgroundColor: "Highlight" },
      "@container page (max-width: 22.49rem)": { display: line === "danger" ? "block" : "none" },
    },
  }),
}));

export const MarginPage = ({
  children,
  line = "margin",
  wideMargin,
}: {
  readonly children: ReactNode;
  readonly line?: "margin" | "danger" | "none";
  /** Where the line stands from 900 px on, where not the page's width decides. */
  readonly wideMargin?: string;
}) => (
  <Container>
    <Sheet line={line} wideMargin={wideMargin}>
      {children}
    </Sheet>
  </Container>
);

/** One row of the page: `margin` stands before the line, the children in the text column. */
export const MarginRow = ({
  margin,
  children,
  component = "div",
  measure = 648,
}: {
  readonly margin?: ReactNode;
  readonly children: ReactNode;
  readonly component?: "div" | "section" | "li" | "header" | "footer" | "form";
  /** Widest the text column grows, in px. */
  readonly measure?: number | "none";
}) => (
  <Box
    component={component}
    sx={{
      display: "grid",
      gridTemplateColumns: "minmax(0, 1fr)",
      paddingInlineStart: "var(--ww-text-gap)",
      paddingInlineEnd: "var(--ww-end)",
      listStyle: "none",
      "@container page (min-width: 22.5rem)": {
        gridTemplateColumns: "calc(var(--ww-margin) - var(--ww-margin-gap)) minmax(0, 1fr)",
        columnGap: "calc(var(--ww-margin-gap) + var(--ww-text-gap))",
        paddingInlineStart: 0,
      },
    }}
  >
    <Box
      sx={{
        color: role.ink3,
        paddingInlineStart: { xs: 0, sm: 3 },
        display: margin === undefined ? "none" : "flex",
        gap: 2,
        alignItems: "baseline",
        "@container page (min-width: 22.5rem)": {
          display: "flex",
          flexDirection: "column",
          alignItems: "flex-end",
          gap: 1,
          textAlign: "end",
        },
      }}
    >
      {margin}
    </Box>
    <Box sx={{ minWidth: 0, maxWidth: measure === "none" ? "none" : measure, width: "100%" }}>{children}</Box>
  </Box>
);

/** A note about the text, at margin size. */
export const MarginNote = ({ children }: { readonly children: ReactNode }) => (
  <Typography variant="caption" component="div" sx={{ color: role.ink3, overflowWrap: "anywhere" }}>
    {children}
  </Typography>
);
