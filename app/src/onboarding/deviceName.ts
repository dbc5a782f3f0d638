export type DeviceKind = "iphone" | "ipad" | "android" | "mac" | "windows" | "linux" | "other";

/** What this device probably is; the person may call it as they like. */
export const deviceKindOf = (userAgent: string, touchPoints: number): DeviceKind => {
  if (/iphone/i.test(userAgent)) return "iphone";
  if (/ipad/i.test(userAgent) || (/macintosh/i.test(userAgent) && touchPoints > 1)) return "ipad";
  if (/android/i.test(userAgent)) return "android";
  if (/macintosh/i.test(userAgent)) return "mac";
  if (/windows/i.test(userAgent)) return "windows";
  return /linux|cros/i.test(userAgent) ? "linux" : "other";
};

// Each names the others after it as well, so the order decides.
const browsers = [
  ["Edge", /\bEdg(?:e|A|iOS)?\//],
  ["Opera", /\bOPR\//],
  ["Samsung Internet", /\bSamsungBrowser\//],
  ["Firefox", /\b(?:Firefox|FxiOS)\//],
  ["Chrome", /(?:Chrome|CriOS)\//],
  ["Safari", /\bSafari\//],
] as const;

/** The browser's own name, which no language changes; undefined for one that does not say. */
export const browserOf = (userAgent: string): string | undefined =>
  browsers.find(([, sign]) => sign.test(userAgent))?.[0];
