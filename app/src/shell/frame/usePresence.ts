import { useEffect } from "react";
import { useVault } from "../../store/index.ts";

const atMostEvery = 5000;
const signs = ["keydown", "pointerdown", "pointermove", "wheel", "touchstart"] as const;

/** Tells the engine that someone is here, so that the idle lock waits; and veils the page while it is not shown. */
export const usePresence = (): void => {
  const vault = useVault();
  useEffect(() => {
    let told = Number.NEGATIVE_INFINITY;
    const touch = (event: Event) => {
      if (event.timeStamp - told < atMostEvery) return;
      told = event.timeStamp;
      vault.touch();
    };
    const options = { capture: true, passive: true };
    for (const sign of signs) document.addEventListener(sign, touch, options);
    return () => {
      for (const sign of signs) document.removeEventListener(sign, touch, options);
    };
  }, [vault]);
  useEffect(() => {
    // Not `visibility`: that would take the caret out of the editor. See GlobalLook for what the attribute does.
    const veil = () => document.documentElement.toggleAttribute("data-veiled", document.hidden);
    document.addEventListener("visibilitychange", veil);
    return () => {
      document.removeEventListener("visibilitychange", veil);
      document.documentElement.removeAttribute("data-veiled");
    };
  }, []);
};
