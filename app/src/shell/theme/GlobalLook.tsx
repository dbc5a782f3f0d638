import CssBaseline from "@mui/material/CssBaseline";
import GlobalStyles from "@mui/material/GlobalStyles";
import { focusRing, role, sans } from "./roles.ts";

const look = (
  <GlobalStyles
    styles={{
      html: {
        backgroundColor: role.desk,
        textSizeAdjust: "100%",
        scrollbarColor: `${role.rule} transparent`,
      },
      body: {
        backgroundColor: role.paper,
        color: role.ink,
        fontFamily: sans,
        fontSize: "0.9375rem",
        lineHeight: 22 / 15,
        fontOpticalSizing: "auto",
        fontSynthesis: "none",
        textRendering: "optimizeLegibility",
        overscrollBehaviorY: "none",
      },
      "#root": { minHeight: "100dvh" },
      "::selection": { backgroundColor: role.selection, color: role.ink },
      mark: { backgroundColor: role.hit, color: role.ink },
      kbd: { fontFamily: sans },
      "a, button, [tabindex], input, textarea, select": { WebkitTapHighlightColor: "transparent" },
      "a:focus-visible, [tabindex]:focus-visible": focusRing,
      "[tabindex='-1']:focus-visible": { outline: "none" },
      "[data-veiled] #root": { opacity: 0 },
      "@media (prefers-reduced-motion: reduce)": {
        "*, *::before, *::after": {
          animationDuration: "80ms !important",
          animationIterationCount: "1 !important",
          transitionDuration: "80ms !important",
          scrollBehavior: "auto !important",
        },
      },
      "@media print": {
        "html, body": { backgroundColor: "#fff !important", color: "#000 !important" },
        "nav, [data-noprint], .MuiSnackbar-root": { display: "none !important" },
        "main, #root, #root *": { overflow: "visible !important" },
        img: { maxWidth: "60%", breakInside: "avoid" },
        p: { hyphens: "auto", orphans: 2, widows: 2 },
        "a[href^='http']::after": { content: '" (" attr(href) ")"', fontSize: "0.8em" },
      },
    }}
  />
);

export const GlobalLook = () => (
  <>
    <CssBaseline />
    {look}
  </>
);
