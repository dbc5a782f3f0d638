/**
 * What is noted inside a page from its first line on: when the engine says that it is unlocked, when rows are painted,
 * when a click was made, which tasks were long. Times are `performance.now()` of that page.
 */
export interface Probe {
  /** Of the last click or submitting key. */
  actedAt: number;
  unlockedAt: number;
  rowsAt: number;
  caretAt: number;
  /** Set to the words that an entry must show before its caret counts. */
  wanted: string;
  readonly long: { readonly at: number; readonly ms: number }[];
}
declare global {
  var probe: Probe;
}

/** Given to `addInitScript`: it must hold everything it needs. */
export const installProbe = (): void => {
  const probe: Probe = {
    actedAt: Number.NaN,
    unlockedAt: Number.NaN,
    rowsAt: Number.NaN,
    caretAt: Number.NaN,
    wanted: "",
    long: [],
  };
  globalThis.probe = probe;
  const acted = (event: Event) => {
    probe.actedAt = event.timeStamp;
  };
  addEventListener("click", acted, { capture: true });
  /** After the frame that shows what is in the document now. */
  const painted = (then: (at: number) => void) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => then(performance.now());
      port2.postMessage(undefined);
    });

  const listen = MessagePort.prototype.addEventListener;
  const isUnlocked = (data: unknown) => {
    const given = (data as { argumentList?: { value?: { phase?: string } }[] } | null)?.argumentList;
    return given?.[0]?.value?.phase === "unlocked";
  };
  MessagePort.prototype.addEventListener = function (this: MessagePort, ...given: Parameters<typeof listen>) {
    if (given[0] === "message")
      listen.call(this, "message", (event) => {
        if (Number.isNaN(probe.unlockedAt) && isUnlocked((event as MessageEvent).data))
          probe.unlockedAt = performance.now();
      });
    return listen.apply(this, given);
  };

  let rowsComing = false;
  let caretComing = false;
  const look = () => {
    if (!rowsComing && !Number.isNaN(probe.unlockedAt) && document.querySelector("main article") !== null) {
      rowsComing = true;
      painted((at) => {
        probe.rowsAt = at;
      });
    }
    if (caretComing || probe.wanted === "" || !Number.isNaN(probe.caretAt)) return;
    const editor = document.querySelector<HTMLElement>(".ProseMirror[contenteditable=true]");
    if (editor?.textContent?.includes(probe.wanted) !== true) return;
    caretComing = true;
    editor.focus();
    painted((at) => {
      caretComing = false;
      if (document.activeElement === editor && getSelection()?.isCollapsed === true) probe.caretAt = at;
      else look();
    });
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) probe.long.push({ at: startTime, ms: duration });
  }).observe({ type: "longtask", buffered: true });
};
