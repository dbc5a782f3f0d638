import { useState } from "react";
import { useVault } from "../../store/index.ts";
import type { UnlockError, WayIn } from "../../vault/index.ts";

export type Unlocking =
  | { readonly state: "idle" }
  | { readonly state: "opening" }
  | { readonly state: "failed"; readonly error: UnlockError };

/** Tries a way in. Success needs no answer: the vault's state changes and this screen goes. */
export const useUnlock = (): readonly [Unlocking, (way: WayIn) => Promise<void>, () => void] => {
  const vault = useVault();
  const [unlocking, setUnlocking] = useState<Unlocking>({ state: "idle" });
  const unlock = async (way: WayIn) => {
    setUnlocking({ state: "opening" });
    const unlocked = await vault.unlock(way);
    setUnlocking(
      unlocked.ok || unlocked.error.code === "cancelled"
        ? { state: "idle" }
        : { state: "failed", error: unlocked.error },
    );
  };
  return [unlocking, unlock, () => setUnlocking({ state: "idle" })];
};
