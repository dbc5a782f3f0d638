import { createTheme } from "@mui/material/styles";
import "./augment.ts";
import { controls } from "./controls.ts";
import { surfaces } from "./surfaces.ts";
import { type SchemeTokens, schemes } from "./tokens.ts";
import { typography } from "./typography.ts";

/** Our roles plus the ones MUI's own parts ask for. */
const paletteOf = (mode: "light" | "dark", tokens: SchemeTokens) => ({
  ...tokens,
  mode,
  primary: { main: tokens.fill, contrastText: tokens.onFill },
  secondary: { main: tokens.accent, contrastText: tokens.paper },
  error: { main: tokens.danger, contrastText: tokens.onDanger },
  warning: { main: tokens.caution, contrastText: tokens.paper },
  info: { main: tokens.link, contrastText: tokens.paper },
  success: { main: tokens.positive, contrastText: tokens.paper },
  text: { primary: tokens.ink, secondary: tokens.ink2, disabled: tokens.disabled },
  background: { default: tokens.desk, paper: tokens.paper },
  divider: tokens.hairline,
});
/** MUI fills in the rest of a palette only for schemes called light and dark. */
const wholePalette = (mode: "light" | "dark", tokens: SchemeTokens) =>
  createTheme({ palette: paletteOf(mode, tokens) }).palette;

const shadows = Array.from({ length: 25 }, (_, depth) => (depth === 8 ? "var(--ww-palette-float)" : "none"));

export const theme = createTheme({
  cssVariables: { colorSchemeSelector: "data-scheme", cssVarPrefix: "ww" },
  defaultColorScheme: "light",
  colorSchemes: {
    light: { palette: paletteOf("light", schemes.light) },
    dark: { palette: paletteOf("dark", schemes.dark) },
    hcLight: { palette: wholePalette("light", schemes.hcLight) },
    hcDark: { palette: wholePalette("dark", schemes.hcDark) },
  },
  breakpoints: { values: { xs: 0, sm: 600, md: 900, lg: 1200, xl: 1440 } },
  shape: { borderRadius: 4 },
  spacing: 4,
  shadows: shadows as never,
  typography,
  components: { ...controls, ...surfaces },
});
