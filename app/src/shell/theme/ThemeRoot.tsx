import createCache from "@emotion/cache";
import { CacheProvider } from "@emotion/react";
import { ThemeProvider, useColorScheme } from "@mui/material/styles";
import useMediaQuery from "@mui/material/useMediaQuery";
import { type ReactNode, useLayoutEffect, useSyncExternalStore } from "react";
import "./fonts.css";
import { TipHost } from "../tips/TipHost.tsx";
import { GlobalLook } from "./GlobalLook.tsx";
import { type Appearance, readAppearance, subscribeAppearance, writeAppearance } from "./scheme.ts";
import { theme } from "./theme.ts";

/**
 * `speedy` makes Emotion fill one empty `<style>` by `insertRule`, in every environment: the content policy needs only
 * the hash of an empty style element.
 */
const cache = createCache({ key: "ww", speedy: true });

/** The look of this screen and the way to change it. */
export const useAppearance = (): readonly [Appearance, (change: Partial<Appearance>) => void] => [
  useSyncExternalStore(subscribeAppearance, readAppearance),
  writeAppearance,
];

const SchemeKeeper = () => {
  const [{ scheme, contrast, reading }] = useAppearance();
  const wantsContrast = useMediaQuery("(prefers-contrast: more)", { noSsr: true });
  const { setMode, setColorScheme } = useColorScheme();
  const more = contrast === "more" || (contrast === "system" && wantsContrast);
  useLayoutEffect(() => {
    setColorScheme(more ? { light: "hcLight", dark: "hcDark" } : { light: "light", dark: "dark" });
    setMode(scheme);
  }, [more, scheme, setColorScheme, setMode]);
  useLayoutEffect(() => {
    document.documentElement.style.setProperty("--ww-reading", String(reading));
  }, [reading]);
  return null;
};

/** Everything that is drawn stands below this: styles, scheme, global look. */
export const ThemeRoot = ({ children }: { readonly children: ReactNode }) => (
  <CacheProvider value={cache}>
    <ThemeProvider theme={theme} defaultMode={readAppearance().scheme} storageManager={null} noSsr>
      <SchemeKeeper />
      <GlobalLook />
      {children}
      <TipHost />
    </ThemeProvider>
  </CacheProvider>
);
