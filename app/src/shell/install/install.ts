import { useSyncExternalStore } from "react";
import { askToInstall, isOffered, subscribeOffer } from "./offer.ts";

/** Whether the browser can install the app now, and the way to ask it. */
export const useInstall = (): { readonly available: boolean; readonly ask: () => void } => ({
  available: useSyncExternalStore(subscribeOffer, isOffered),
  ask: askToInstall,
});

/** True when the app runs from the home screen or as a window of its own. */
export const isInstalled = (view: Window): boolean =>
  view.matchMedia("(display-mode: standalone)").matches ||
  ("standalone" in view.navigator && view.navigator.standalone === true);

/** iPhone, iPad: no offer to install, and the Home Screen app has a storage of its own. */
export const isIos = (navigator: Navigator): boolean =>
  /iphone|ipad|ipod/i.test(navigator.userAgent) ||
  (/macintosh/i.test(navigator.userAgent) && navigator.maxTouchPoints > 1);

const asked = "whisperwell.install-asked";
/** Asked once on this device, whatever the answer was. */
export const wasAsked = (): boolean => {
  try {
    return localStorage.getItem(asked) !== null;
  } catch {
    return true; // Without storage it would be asked at every start.
  }
};
export const rememberAsked = (): void => {
  try {
    localStorage.setItem(asked, "yes");
  } catch {
    return; // `wasAsked` then answers yes by itself.
  }
};
