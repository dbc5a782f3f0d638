/**
 * What a tooltip says, as attributes of the control it belongs to. One host draws them all (TipHost.tsx): thirty buttons of
 * a page then need no tooltip each, and what draws it is fetched when the first is wanted. A tooltip is never the only label.
 */
export const tip = (label: string, keys?: string, side: "below" | "right" = "below") => ({
  "data-tip": label,
  ...(keys === undefined || keys === "" ? {} : { "data-tip-keys": keys }),
  ...(side === "right" ? { "data-tip-side": "right" } : {}),
});

export interface Tip {
  readonly anchor: HTMLElement;
  readonly label: string;
  readonly keys: string | undefined;
  readonly side: "bottom" | "right";
}
/** The tooltip of what was pointed at, or of what holds it. */
export const tipOf = (target: EventTarget | null): Tip | undefined => {
  const anchor = target instanceof Element ? target.closest<HTMLElement>("[data-tip]") : null;
  if (anchor === null || anchor.matches(":disabled")) return undefined;
  const { tip: label = "", tipKeys: keys, tipSide } = anchor.dataset;
  return { anchor, label, keys, side: tipSide === "right" ? "right" : "bottom" };
};
