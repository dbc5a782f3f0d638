import { type FirstChoice, firstChoices } from "../shell/app/first-choice.ts";

/** What the app is given when it starts. */
export interface Beginning {
  /** A pairing link with which the page was opened. */
  readonly link?: string;
  /** What was answered on the first page. */
  readonly choice?: FirstChoice;
  /** The app has drawn something of its own: the first page goes. */
  readonly onDrawn: () => void;
}
export interface FrontOptions {
  readonly load: () => Promise<{ readonly begin: (beginning: Beginning) => void }>;
  readonly link?: string;
}
export interface Front {
  /** False where the page was not drawn at build time: while developing. */
  readonly isDrawn: boolean;
  readonly isShown: () => boolean;
  /** Shows the first page, and starts the app when something is chosen on it. */
  readonly show: () => void;
  /** Starts the app without the first page. */
  readonly skip: () => void;
}

/** Signs that a hand comes near: then the app is run, so that it is ready when something is chosen. */
const near = ["pointerover", "pointerdown", "focusin", "keydown"] as const;

export const createFront = (page: Document, { load, link }: FrontOptions): Front => {
  const part = (id: string): HTMLElement => {
    const found = page.getElementById(id);
    if (found === null) throw new Error(`broken promise: index.html holds #${id}`);
    return found;
  };
  const front = part("front");
  const root = part("root");
  const failed = part("front-failed");

  let begun = false;
  const begin = async (choice?: FirstChoice) => {
    if (begun) return;
    begun = true;
    failed.hidden = true;
    front.setAttribute("aria-busy", "true");
    try {
      const app = await load();
      app.begin({
        ...(link === undefined ? {} : { link }),
        ...(choice === undefined ? {} : { choice }),
        onDrawn: () => {
          root.hidden = false;
          front.hidden = true;
        },
      });
    } catch {
      // A part of the app could not be fetched. Nothing was begun, so it can be tried again.
      begun = false;
      failed.hidden = false;
    } finally {
      front.removeAttribute("aria-busy");
    }
  };
  const warm = () => {
    for (const sign of near) front.removeEventListener(sign, warm);
    // What fails here fails again, and is said, when something is chosen.
    load().catch(() => undefined);
  };

  return {
    isDrawn: front.childElementCount > 0,
    isShown: () => !front.hidden,
    show: () => {
      front.hidden = false;
      root.hidden = true;
      for (const sign of near) front.addEventListener(sign, warm);
      front.addEventListener("click", ({ target }) => {
        const chosen = target instanceof Element ? target.closest<HTMLElement>("[data-choice]") : null;
        const choice = firstChoices.find((one) => one === chosen?.dataset.choice);
        if (choice !== undefined) void begin(choice);
      });
    },
    skip: () => void begin(),
  };
};
