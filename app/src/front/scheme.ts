import { readAppearance } from "../shell/theme/scheme.ts";

/** The scheme of the first page, by the same rule as the app's: what was chosen on this device, else what the system wants. */
export const showScheme = (page: Document, view: Pick<Window, "matchMedia">): void => {
  const { scheme, contrast } = readAppearance();
  const wants = (query: string) => view.matchMedia(query).matches;
  const dark = scheme === "dark" || (scheme === "system" && wants("(prefers-color-scheme: dark)"));
  const more = contrast === "more" || (contrast === "system" && wants("(prefers-contrast: more)"));
  page.documentElement.dataset.scheme = more ? (dark ? "hcDark" : "hcLight") : dark ? "dark" : "light";
};
