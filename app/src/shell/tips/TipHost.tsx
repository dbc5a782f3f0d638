import { lazy, Suspense, useEffect, useState } from "react";
import { type Tip, tipOf } from "./tip.ts";

const TipBubble = lazy(() => import("./TipBubble.tsx"));
/** Milliseconds: before the first, and before the next while one was shown just now. */
const delay = 400;
const nextDelay = 120;

/** Shows the tooltip of what a mouse rests on, or of what the keyboard led to. */
export const TipHost = () => {
  const [shown, setShown] = useState<Tip>();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let present: Tip | undefined;
    let hiddenAt = Number.NEGATIVE_INFINITY;
    const hide = (at: number) => {
      clearTimeout(timer);
      if (present === undefined) return;
      present = undefined;
      hiddenAt = at;
      setShown(undefined);
    };
    const want = (wanted: Tip | undefined, at: number) => {
      if (wanted?.anchor === present?.anchor) return;
      hide(at);
      if (wanted === undefined) return;
      timer = setTimeout(
        () => {
          if (!wanted.anchor.isConnected) return;
          present = wanted;
          setShown(wanted);
        },
        at - hiddenAt < delay ? nextDelay : delay,
      );
    };
    const onPointer = ({ target, pointerType, timeStamp }: PointerEvent) => {
      if (pointerType === "mouse") want(tipOf(target), timeStamp);
    };
    const onFocus = ({ target, timeStamp }: FocusEvent) => {
      const byKeyboard = target instanceof Element && target.matches(":focus-visible");
      want(byKeyboard ? tipOf(target) : undefined, timeStamp);
    };
    const away = ({ timeStamp }: Event) => hide(timeStamp);
    document.addEventListener("pointerover", onPointer);
    document.addEventListener("focusin", onFocus);
    for (const sign of ["pointerdown", "keydown", "focusout", "scroll"] as const)
      document.addEventListener(sign, away, { capture: true, passive: true });
    document.documentElement.addEventListener("pointerleave", away);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("pointerover", onPointer);
      document.removeEventListener("focusin", onFocus);
      for (const sign of ["pointerdown", "keydown", "focusout", "scroll"] as const)
        document.removeEventListener(sign, away, { capture: true });
      document.documentElement.removeEventListener("pointerleave", away);
    };
  }, []);
  // A control that was taken away meanwhile takes its tooltip with it.
  return shown?.anchor.isConnected === true ? (
    <Suspense fallback={null}>
      <TipBubble {...shown} />
    </Suspense>
  ) : null;
};
