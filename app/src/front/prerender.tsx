/**
 * Draws the first page in Node, while the app is built: the same components and the same theme as in the browser, for a
 * narrow and for a wide window; style sheets choose between the two. Answers markup and its styles.
 */
import createCache from "@emotion/cache";
import { CacheProvider } from "@emotion/react";
import { ThemeProvider } from "@mui/material/styles";
import { renderToStaticMarkup } from "react-dom/server";
import { en } from "../onboarding/en.ts";
import { Welcome } from "../onboarding/Welcome.tsx";
import "../shell/en.ts";
import { GlobalLook } from "../shell/theme/GlobalLook.tsx";
import { theme } from "../shell/theme/theme.ts";

const nothing = () => undefined;
const answers = { onStart: nothing, onHave: nothing, onDevice: nothing, onBackup: nothing };

export const drawFront = (): { readonly markup: string; readonly styles: string } => {
  // A prefix of its own: the app's styles must not meet these.
  const cache = createCache({ key: "front" });
  cache.compat = true;
  const markup = renderToStaticMarkup(
    <CacheProvider value={cache}>
      <ThemeProvider theme={theme} storageManager={null}>
        <GlobalLook />
        <div data-front="narrow">
          <Welcome wide={false} {...answers} />
        </div>
        <div data-front="wide">
          <Welcome wide={true} {...answers} />
        </div>
      </ThemeProvider>
    </CacheProvider>,
  );
  const rules = Object.values(cache.inserted).filter((rule) => typeof rule === "string");
  return { markup, styles: rules.join("\n") };
};

export const texts = en.front;
