import { useSyncExternalStore } from "react";

/** Chromium's offer to install the app; kept until someone wants it. */
interface InstallOffer extends Event {
  readonly prompt: () => Promise<{ readonly outcome: "accepted" | "dismissed" }>;
}
let offer: InstallOffer | undefined;
const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};

/** Called once, before anything is drawn: the offer comes early and only once. */
export const listenForInstall = (target: Window): void => {
  target.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer = event as InstallOffer;
    tell();
  });
  target.addEventListener("appinstalled", () => {
    offer = undefined;
    tell();
  });
};

const ask = (): void => {
  const present = offer;
  offer = undefined;
  tell();
  void present?.prompt();
};
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
/** Whether the browser can install the app now, and the way to ask it. */
export const useInstall = (): { readonly available: boolean; readonly ask: () => void } => ({
  available: useSyncExternalStore(subscribe, () => offer !== undefined),
  ask,
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
