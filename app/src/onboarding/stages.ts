import type { ErrorCode } from "../shell/errors/index.ts";

export type Stage =
  | { readonly at: "welcome" | "ios" | "have" | "device" | "backup" }
  | { readonly at: "passphrase"; readonly error?: ErrorCode }
  | { readonly at: "making" }
  | { readonly at: "words"; readonly words: readonly string[]; readonly held?: boolean }
  | { readonly at: "check"; readonly words: readonly string[]; readonly places: readonly number[] };

/** The words are shown once: what shows them, or is about to, is not left by going back. */
export const isHeld = ({ at }: Stage): boolean => at === "making" || at === "words" || at === "check";
