import type { JournalInk, MoodLevel } from "../../documents/model.ts";
import type { SchemeTokens } from "./tokens.ts";

type Role = Exclude<keyof SchemeTokens, "mood" | "journal">;
const variable = (path: string): string => `var(--ww-palette-${path})`;

/** Every colour of look as the CSS variable that follows the scheme: `sx={{ color: role.ink2 }}`. */
export const role: Readonly<Record<Role, string>> = {
  desk: variable("desk"),
  paper: variable("paper"),
  raised: variable("raised"),
  wash: variable("wash"),
  ink: variable("ink"),
  ink2: variable("ink2"),
  ink3: variable("ink3"),
  disabled: variable("disabled"),
  hairline: variable("hairline"),
  rule: variable("rule"),
  marginLine: variable("marginLine"),
  fill: variable("fill"),
  onFill: variable("onFill"),
  link: variable("link"),
  accent: variable("accent"),
  positive: variable("positive"),
  caution: variable("caution"),
  danger: variable("danger"),
  dangerFill: variable("dangerFill"),
  onDanger: variable("onDanger"),
  dangerWash: variable("dangerWash"),
  cautionWash: variable("cautionWash"),
  focus: variable("focus"),
  selection: variable("selection"),
  hit: variable("hit"),
  inverse: variable("inverse"),
  onInverse: variable("onInverse"),
  scrim: variable("scrim"),
  float: variable("float"),
};
export const moodColour = (level: MoodLevel): string => variable(`mood-${level}`);
export const journalColour = (ink: JournalInk): string => variable(`journal-${ink}`);

export const serif = "'Literata Variable', 'Literata Fallback', Georgia, serif";
export const sans = "'Instrument Sans Variable', 'Instrument Sans Fallback', system-ui, sans-serif";

/** Motion: what moves, how long, how. Reduced motion turns every movement into an 80 ms fade (global styles). */
export const motion = {
  press: "90ms linear",
  in: "140ms cubic-bezier(.2,0,0,1)",
  out: "90ms cubic-bezier(.3,0,1,1)",
  page: "220ms cubic-bezier(.2,0,0,1)",
  saved: "300ms linear",
} as const;

/** Fine pointers may have targets of 36, touch needs 44. */
export const touch = "@media (pointer: coarse)";
export const finePointer = "@media (pointer: fine)";
/** From here the bottom bar gives way to a rail. */
export const wide = "@media (min-width: 900px)";
export const wider = "@media (min-width: 1200px)";
export const widest = "@media (min-width: 1440px)";

/** The 2 px focus ring; `inside` for full-bleed rows. */
export const focusRing = { outline: `2px solid ${role.focus}`, outlineOffset: "2px" } as const;
export const focusRingInside = { outline: `2px solid ${role.focus}`, outlineOffset: "-2px" } as const;
/** Half wash under the pointer. */
export const hoverWash = `color-mix(in srgb, ${role.wash} 50%, transparent)`;

/** Whether the page runs from right to left. False where there is no page: while the first one is drawn at build time. */
export const isRightToLeft = (): boolean => typeof document !== "undefined" && document.dir === "rtl";
