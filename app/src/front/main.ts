/**
 * The first script of a page. Who has a journal here gets the app at once. Who comes for the first time sees the first
 * page as it was drawn at build time (prerender.tsx), which stands before any of the app is here: the app is fetched behind
 * it, and starts when a hand comes near.
 */
import "../shell/theme/fonts.css";
import "virtual:front.css";
import { takeLinkFromAddress } from "../onboarding/link.ts";
import { listenForInstall } from "../shell/install/offer.ts";
import { createFront } from "./front.ts";
import { hasJournal } from "./has-journal.ts";
import { fetchParts, partsOf } from "./parts.ts";
import { keepScheme } from "./scheme.ts";

// Before anything is drawn or fetched: a pairing code must not stay in the address or the history.
const link = takeLinkFromAddress(window);
listenForInstall(window);

const front = createFront(document, {
  load: () => import("../main.tsx"),
  ...(link === undefined ? {} : { link }),
});
keepScheme(document, window, front.isShown);
const parts = () => fetchParts(document, partsOf(document));

if (link !== undefined || !front.isDrawn || (await hasJournal(window))) {
  parts();
  front.skip();
} else {
  front.show();
  // The page comes first, in its own letters; what it leads to, when the browser has nothing better to do.
  const painted = () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  await painted();
  await document.fonts.ready;
  await painted();
  if (window.requestIdleCallback === undefined) parts();
  else requestIdleCallback(parts);
}
