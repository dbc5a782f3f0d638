import { useEffect, useState } from "react";
import { useVault } from "../../store/index.ts";
import type { HolderPairing, HolderStep } from "../../vault/index.ts";

/** How a device is let in: by our code, or by one that it shows. `run` counts the tries. */
export type PairingTry = { readonly run: number; readonly link?: string };

/**
 * One try at letting a device in, for as long as the page shows it. Leaving the page before the end stops it on both
 * sides; after `joined` nothing is left to stop.
 */
export const useHolderPairing = (
  attempt: PairingTry | undefined,
): { readonly step: HolderStep; readonly pairing: HolderPairing | undefined } => {
  const vault = useVault();
  const [pairing, setPairing] = useState<HolderPairing>();
  const [step, setStep] = useState<HolderStep>({ step: "connecting" });
  useEffect(() => {
    if (attempt === undefined) return undefined;
    const begun = vault.addDevice(attempt.link === undefined ? {} : { link: attempt.link });
    let last: HolderStep["step"] = "connecting";
    setPairing(begun);
    const unsubscribe = begun.step$.subscribe((next) => {
      last = next.step;
      setStep(next);
    });
    return () => {
      unsubscribe();
      if (last !== "joined" && last !== "failed") begun.cancel();
    };
  }, [vault, attempt]);
  return { step, pairing };
};
