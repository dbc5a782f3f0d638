import { useEffect, useRef, useState } from "react";
import { useVault } from "../store/index.ts";
import type { NewcomerPairing, NewcomerStep } from "../vault/index.ts";

/** Runs one pairing for as long as the component lives; leaving ends it on both devices. */
export const useNewcomer = (options: { readonly link?: string; readonly deviceName: string }) => {
  const vault = useVault();
  const [step, setStep] = useState<NewcomerStep>({ step: "connecting" });
  /** Where it was stopped on this device; what else ended it came from the other one. */
  const [stoppedAt, setStoppedAt] = useState<NewcomerStep["step"]>();
  const pairing = useRef<NewcomerPairing>(undefined);
  const asked = useRef(options);
  const ended = useRef(false);
  useEffect(() => {
    const begun = vault.joinAsNewcomer(asked.current);
    pairing.current = begun;
    const unsubscribe = begun.step$.subscribe((next) => {
      ended.current = next.step === "failed" || next.step === "joined" || next.step === "receiving";
      setStep(next);
    });
    return () => {
      unsubscribe();
      if (!ended.current) begun.cancel();
    };
  }, [vault]);
  return {
    step,
    stoppedAt,
    confirm: () => pairing.current?.confirm(),
    cancel: () => {
      setStoppedAt(step.step);
      pairing.current?.cancel();
    },
  };
};
