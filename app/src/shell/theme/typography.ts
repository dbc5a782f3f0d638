import { sans, serif, wide } from "./roles.ts";

/** Line heights are given in px at the default size and become ratios, so that text of any size keeps them. */
const set = (size: number, line: number) => ({ fontSize: `${size / 16}rem`, lineHeight: line / size });
/** For parts that MUI draws in `body1`: the same size on every screen, whatever that variant does on wide ones. */
export const fixedSize = (size: number, line: number) => ({ ...set(size, line), [wide]: set(size, line) });
/** Text that is read follows the reader's own size (0.85–1.6), controls do not. */
const reading = (size: number, line: number) => ({
  fontSize: `calc(${size / 16}rem * var(--ww-reading, 1))`,
  lineHeight: line / size,
});
const figures = { fontFeatureSettings: "'tnum'", wordSpacing: ".05em" };
const head = { fontFamily: serif, textWrap: "balance" } as const;

export const typography = {
  fontFamily: sans,
  htmlFontSize: 16,
  fontSize: 15,
  h1: {
    ...head,
    ...set(30, 38),
    fontWeight: 400,
    letterSpacing: "-0.015em",
    [wide]: set(44, 52),
  },
  h2: { ...head, ...set(26, 34), fontWeight: 500, letterSpacing: "-0.01em", [wide]: set(36, 44) },
  h3: { ...head, ...set(24, 32), fontWeight: 400, letterSpacing: 0, [wide]: set(32, 42) },
  h4: {
    ...head,
    ...set(26, 32),
    fontStyle: "italic",
    fontWeight: 400,
    letterSpacing: 0,
    [wide]: set(30, 38),
  },
  h5: { ...head, ...set(22, 28), fontStyle: "italic", fontWeight: 400, letterSpacing: 0 },
  h6: { ...head, ...set(22, 28), fontWeight: 500, letterSpacing: 0 },
  day: { fontFamily: serif, ...set(30, 32), fontWeight: 400, letterSpacing: "-0.02em" },
  subtitle1: { fontFamily: serif, ...set(17, 24), fontWeight: 560, letterSpacing: 0 },
  subtitle2: { fontFamily: sans, ...figures, ...set(15, 22), fontWeight: 600, letterSpacing: 0 },
  body1: { fontFamily: serif, ...reading(18, 30), letterSpacing: 0, [wide]: reading(20, 32) },
  body2: { fontFamily: serif, ...reading(16, 24), letterSpacing: 0 },
  button: {
    fontFamily: sans,
    ...set(16, 20),
    fontWeight: 550,
    letterSpacing: 0,
    textTransform: "none",
    [wide]: set(15, 20),
  },
  ui: { fontFamily: sans, ...figures, ...set(15, 22), fontWeight: 400, letterSpacing: 0 },
  caption: { fontFamily: sans, ...figures, ...set(13, 18), fontWeight: 400, letterSpacing: 0 },
  overline: {
    fontFamily: sans,
    ...figures,
    ...set(13, 18),
    fontWeight: 500,
    letterSpacing: 0,
    textTransform: "none",
  },
  nav: { fontFamily: sans, ...set(12, 16), fontWeight: 400, letterSpacing: 0 },
} as const;
