/**
 * Colours of the four schemes. Contrast was measured for every pair that occurs: text is at least 4.5 : 1 on
 * background, paper, raised and wash; controls, focus and mood marks at least 3 : 1.
 */
export interface SchemeTokens {
  /** Desk behind pages, rail, lock. */
  readonly desk: string;
  /** Every page that is read or written. */
  readonly paper: string;
  /** Menus, dialogs, dragged rows. */
  readonly raised: string;
  /** Selected row, chosen chip, neutral notice. */
  readonly wash: string;
  readonly ink: string;
  readonly ink2: string;
  readonly ink3: string;
  readonly disabled: string;
  readonly hairline: string;
  readonly rule: string;
  readonly marginLine: string;
  readonly fill: string;
  readonly onFill: string;
  readonly link: string;
  /** Here and now: today, caret, where you are. */
  readonly accent: string;
  readonly positive: string;
  readonly caution: string;
  readonly danger: string;
  readonly dangerFill: string;
  readonly onDanger: string;
  readonly dangerWash: string;
  readonly cautionWash: string;
  readonly focus: string;
  readonly selection: string;
  readonly hit: string;
  readonly inverse: string;
  readonly onInverse: string;
  readonly scrim: string;
  readonly float: string;
  /** Drained, Low, Even, Good, Full. */
  readonly mood: {
    readonly 1: string;
    readonly 2: string;
    readonly 3: string;
    readonly 4: string;
    readonly 5: string;
  };
  readonly journal: {
    readonly iron: string;
    readonly madder: string;
    readonly moss: string;
    readonly ochre: string;
    readonly plum: string;
    readonly sea: string;
    readonly clay: string;
    readonly slate: string;
  };
}

const inksOnLight = {
  iron: "#1D4259",
  madder: "#9C2F3A",
  moss: "#4E6B2F",
  ochre: "#9A6A16",
  plum: "#6A3C66",
  sea: "#1F6F6B",
  clay: "#96512F",
  slate: "#5B6470",
} as const;
const inksOnDark = {
  iron: "#9DC6DB",
  madder: "#E58B8F",
  moss: "#A3BF83",
  ochre: "#DBB062",
  plum: "#C49AC0",
  sea: "#7CC4BE",
  clay: "#E0A27F",
  slate: "#AAB4C0",
} as const;

const scrim = "rgb(12 14 14 / .32)";
const floatOnLight = "0 6px 20px rgb(20 20 15 / .18)";

export const schemes = {
  light: {
    desk: "#F1EEE6",
    paper: "#FAF8F2",
    raised: "#FFFEFB",
    wash: "#E2E9EA",
    ink: "#1B2328",
    ink2: "#434C50",
    ink3: "#60686A",
    disabled: "#878C89",
    hairline: "#DDD8CB",
    rule: "#838378",
    marginLine: "#E4B5A4",
    fill: "#1D4259",
    onFill: "#FCFBF7",
    link: "#1D4259",
    accent: "#A63A1E",
    positive: "#2C6240",
    caution: "#7A5108",
    danger: "#98132F",
    dangerFill: "#98132F",
    onDanger: "#FCFBF7",
    dangerWash: "#F7E3E2",
    cautionWash: "#F6EBCF",
    focus: "#0B5FA5",
    selection: "#C6DAE4",
    hit: "#F5E1A4",
    inverse: "#1F2A30",
    onInverse: "#F4F1E9",
    scrim,
    float: floatOnLight,
    mood: { 1: "#191B4D", 2: "#3585B9", 3: "#5E686A", 4: "#8A4A14", 5: "#AC7A00" },
    journal: inksOnLight,
  },
  dark: {
    desk: "#0A0C0D",
    paper: "#111415",
    raised: "#1A1E20",
    wash: "#1C2A31",
    ink: "#E8E3D7",
    ink2: "#BDB9AE",
    ink3: "#96948B",
    disabled: "#6B6D69",
    hairline: "#292D2E",
    rule: "#74756F",
    marginLine: "#5E362A",
    fill: "#3C7391",
    onFill: "#FFFFFF",
    link: "#9DC6DB",
    accent: "#EE8F70",
    positive: "#8CC79D",
    caution: "#E2B765",
    danger: "#F5929B",
    dangerFill: "#B23B4A",
    onDanger: "#FDF7F6",
    dangerWash: "#34161A",
    cautionWash: "#2E2512",
    focus: "#7FC4FF",
    selection: "#264657",
    hit: "#57451A",
    inverse: "#E8E3D7",
    onInverse: "#15191B",
    scrim: "rgb(0 0 0 / .56)",
    float: "0 6px 20px rgb(0 0 0 / .6), 0 0 0 1px #292D2E",
    mood: { 1: "#7467D6", 2: "#6FA9DC", 3: "#D0DBDA", 4: "#C0823F", 5: "#FFE067" },
    journal: inksOnDark,
  },
  hcLight: {
    desk: "#FFFFFF",
    paper: "#FFFFFF",
    raised: "#FFFFFF",
    wash: "#E4EDF2",
    ink: "#000000",
    ink2: "#1F2528",
    ink3: "#353C3F",
    disabled: "#5F6465",
    hairline: "#5A5F60",
    rule: "#000000",
    marginLine: "#8A2A12",
    fill: "#0B2C40",
    onFill: "#FFFFFF",
    link: "#0B2C40",
    accent: "#7E2108",
    positive: "#0F4423",
    caution: "#573700",
    danger: "#7A0620",
    dangerFill: "#7A0620",
    onDanger: "#FFFFFF",
    dangerWash: "#FFECEC",
    cautionWash: "#FFF3D0",
    focus: "#0046A8",
    selection: "#BFDDF0",
    hit: "#FFE68A",
    inverse: "#000000",
    onInverse: "#FFFFFF",
    scrim,
    float: `${floatOnLight}, 0 0 0 1px #5A5F60`,
    mood: { 1: "#13103A", 2: "#3E7BA1", 3: "#515A5B", 4: "#5F4020", 5: "#A06A0C" },
    journal: inksOnLight,
  },
  hcDark: {
    desk: "#000000",
    paper: "#000000",
    raised: "#0B0D0E",
    wash: "#132733",
    ink: "#FFFFFF",
    ink2: "#E9E6DD",
    ink3: "#CFCCC3",
    disabled: "#9A9C97",
    hairline: "#8F918C",
    rule: "#FFFFFF",
    marginLine: "#F0A48B",
    fill: "#BFE3F5",
    onFill: "#001019",
    link: "#BFE3F5",
    accent: "#FFB39B",
    positive: "#A9E6BB",
    caution: "#FFD37A",
    danger: "#FFB3B9",
    dangerFill: "#FFB3B9",
    onDanger: "#1C0206",
    dangerWash: "#2E0A10",
    cautionWash: "#2B2003",
    focus: "#A6D8FF",
    selection: "#1F506B",
    hit: "#5E4A00",
    inverse: "#FFFFFF",
    onInverse: "#000000",
    scrim: "rgb(0 0 0 / .7)",
    float: "0 6px 20px rgb(0 0 0 / .6), 0 0 0 1px #8F918C",
    mood: { 1: "#7C70DA", 2: "#8AABD6", 3: "#DADFDF", 4: "#C4833F", 5: "#FFD970" },
    journal: inksOnDark,
  },
} as const satisfies Record<string, SchemeTokens>;

export type SchemeName = keyof typeof schemes;
/** In every scheme a code to scan is dark ink on light paper. */
export const codeInk = "#1B2328";
export const codePaper = "#FAF8F2";
