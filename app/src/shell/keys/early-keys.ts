/**
 * What is typed after a page to write on was asked for and before its caret stands: on a phone that is a second, and a
 * second is a dozen letters. They are typed into a line nobody sees, which takes them as any field does (composing, keys on
 * a screen), and are handed to the text when it is there. Meanwhile no letter is a shortcut.
 */
export interface EarlyKeys {
  /** In the click or key press that asks for the page: only then may a phone show its keys. */
  readonly begin: () => void;
  /** Something is typed, or may be: the focus stays where it is. */
  readonly isWaiting: () => boolean;
  /** The caret can stand now. `into` is called once: with what was typed, or nothing; after a word that is being composed. */
  readonly handOver: (into: (text: string) => void) => void;
}

/** Milliseconds after which nobody comes for it any more. */
const patience = 10_000;

export const createEarlyKeys = (page: () => Document): EarlyKeys => {
  let line: HTMLTextAreaElement | undefined;
  let composing = false;
  let forget = () => {};

  const end = () => {
    forget();
    line?.remove();
    line = undefined;
    composing = false;
  };
  const begin = () => {
    end();
    const field = page().createElement("textarea");
    field.tabIndex = -1;
    field.setAttribute("aria-hidden", "true");
    field.autocapitalize = "sentences";
    field.style.cssText =
      "position:fixed;inset-block-start:0;inset-inline-start:0;width:1px;height:1px;padding:0;border:0;opacity:0;font-size:16px";
    field.addEventListener("compositionstart", () => {
      composing = true;
    });
    field.addEventListener("compositionend", () => {
      composing = false;
    });
    // Somewhere else was chosen meanwhile: what comes now is meant for that.
    field.addEventListener("blur", () => {
      if (line === field && page().hasFocus()) end();
    });
    page().body.append(field);
    line = field;
    field.focus({ preventScroll: true });
    const timer = setTimeout(end, patience);
    forget = () => clearTimeout(timer);
  };
  const handOver: EarlyKeys["handOver"] = (into) => {
    const field = line;
    const give = () => {
      const text = field?.value ?? "";
      // Forgotten first: the text takes the focus, and that blur is no leaving.
      line = undefined;
      forget();
      into(text);
      field?.remove();
    };
    if (field !== undefined && composing) field.addEventListener("compositionend", give, { once: true });
    else give();
  };
  return { begin, isWaiting: () => line !== undefined, handOver };
};

/** Of this page. */
export const earlyKeys = createEarlyKeys(() => document);
