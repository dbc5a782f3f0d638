/** What the theme adds to MUI's types: two schemes, three variants, the palette's own roles. */
import type { CSSProperties } from "react";
import type { SchemeTokens } from "./tokens.ts";

declare module "@mui/material/styles" {
  interface ColorSchemeOverrides {
    hcLight: true;
    hcDark: true;
  }
  interface TypographyVariants {
    day: CSSProperties;
    ui: CSSProperties;
    nav: CSSProperties;
  }
  interface TypographyVariantsOptions {
    day?: CSSProperties;
    ui?: CSSProperties;
    nav?: CSSProperties;
  }
  interface Palette extends SchemeTokens {}
  interface PaletteOptions extends Partial<SchemeTokens> {}
}
declare module "@mui/material/Typography" {
  interface TypographyPropsVariantOverrides {
    day: true;
    ui: true;
    nav: true;
  }
}
