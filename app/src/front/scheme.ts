import { readAppearance } from "../shell/theme/scheme.ts";

const wantsDark = "(prefers-color-scheme: dark)";
const wantsContrast = "(prefers-contrast: more)";

/**
 * The scheme of the first page, by the same rule as the app's: what was chosen on this device, else what the system wants,
 * also when the system changes its mind. The app sees to it itself; `isShown` says whether this page is still what is seen.
 */
export const keepScheme = (
  page: Document,
  view: Pick<Window, "matchMedia">,
  isShown: () => boolean,
): void => {
  const show = () => {
    const { scheme, contrast } = readAppearance();
    const dark = scheme === "dark" || (scheme === "system" && view.matchMedia(wantsDark).matches);
    const more = contrast === "more" || (contrast === "system" && view.matchMedia(wantsContrast).matches);
    page.documentElement.dataset.scheme = more ? (dark ? "hcDark" : "hcLight") : dark ? "dark" : "light";
  };
  show();
  for (const query of [wantsDark, wantsContrast])
    view.matchMedia(query).addEventListener("change", () => isShown() && show());
};
