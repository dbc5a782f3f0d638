import { useEffect } from "react";

/** While `on`, the browser asks before it closes or reloads this page: something in it has no other place yet. */
export const useAskBeforeClosing = (on: boolean): void => {
  useEffect(() => {
    if (!on) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [on]);
};
