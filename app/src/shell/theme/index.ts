import "./augment.ts";

export {
  finePointer,
  focusRing,
  focusRingInside,
  hoverWash,
  isRightToLeft,
  journalColour,
  moodColour,
  motion,
  role,
  sans,
  serif,
  touch,
  wide,
  wider,
  widest,
} from "./roles.ts";
export { type Appearance, defaultAppearance, readingSizes } from "./scheme.ts";
export { ThemeRoot, useAppearance } from "./ThemeRoot.tsx";
export { theme } from "./theme.ts";
export { codeInk, codePaper, type SchemeName, schemes } from "./tokens.ts";
