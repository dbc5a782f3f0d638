/** What the browser offers about installing, kept from the first moment on. No React: the first page needs it before the app. */

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

/** Whether the browser can install the app now. */
export const isOffered = (): boolean => offer !== undefined;
/** Asks the browser to ask; the offer is used up by it. */
export const askToInstall = (): void => {
  const present = offer;
  offer = undefined;
  tell();
  void present?.prompt();
};
export const subscribeOffer = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
