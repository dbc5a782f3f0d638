/** A way in to the principal it holds: words by themselves, a passphrase through its slot. */
import {
  createPrincipal,
  err,
  type Hash,
  ok,
  openSlot,
  type Principal,
  type PrincipalId,
  parseRecoveryPhrase,
  type Result,
  recoverySeedOf,
  type Slot,
  type VaultId,
  wipe,
} from "@whisperwell/crypto";
import type { UnlockError, WayIn } from "../api.ts";
import type { EngineDeps } from "../deps.ts";
import type { NewerSlot, StoredKeys } from "./key-store.ts";

export const phrasePrincipal = (words: string): Result<Principal, UnlockError> => {
  const entropy = parseRecoveryPhrase(words);
  if (entropy.ok) {
    const principal = createPrincipal("recovery", recoverySeedOf(entropy.value));
    wipe(entropy.value);
    return ok(principal);
  }
  const { error } = entropy;
  if (error.code === "word-count") return err({ code: "words-count", at: error.count });
  if (error.code === "unknown-word")
    return err({
      code: "words-unknown",
      ...(error.positions[0] !== undefined && { at: error.positions[0] }),
    });
  return err({ code: "words-checksum" });
};

export interface OpenedWay {
  readonly principal: Principal;
  /** A newer wrapping of the slot that opened, proven or not. */
  readonly newer?: NewerSlot;
}
type VaultNames = { readonly vaultId: VaultId; readonly genesisHash: Hash };

const openWithPassphrase = async (
  { stretch }: Pick<EngineDeps, "stretch">,
  slot: Slot,
  vault: VaultNames,
  passphrase: string,
  signal: AbortSignal | undefined,
): Promise<Result<Principal, { readonly code: "cancelled" | "key-unreadable" | "wrong-key" }>> => {
  const { kdf } = slot.header;
  if (kdf === undefined) return err({ code: "key-unreadable" });
  const stretched = await stretch(passphrase, kdf, signal);
  if (stretched === undefined) return err({ code: "cancelled" });
  if (!stretched.ok) return err({ code: "key-unreadable" });
  const opened = openSlot(slot, stretched.value.kek, vault);
  wipe(stretched.value.kek);
  wipe(stretched.value.loginSeed);
  if (opened.ok) return opened;
  return err({ code: opened.error.code === "wrong-key" ? "wrong-key" : "key-unreadable" });
};

/**
 * Tries each passphrase slot, a newer wrapping of it first: that one is proven by opening, and doubted when only the held
 * one opens. A wrong passphrase costs a full stretching and says nothing about how wrong.
 */
export const passphrasePrincipal = async (
  deps: Pick<EngineDeps, "stretch">,
  { slots, newer }: Pick<StoredKeys, "slots" | "newer">,
  vault: VaultNames,
  passphrase: string,
  signal?: AbortSignal,
): Promise<Result<OpenedWay, UnlockError>> => {
  let readable = 0;
  for (const stored of slots) {
    const held = stored.state === "present" ? stored.value : undefined;
    if (held?.header.kind !== "passphrase") continue;
    const holder = held.header.holder as PrincipalId;
    const offered = newer.get(holder);
    for (const slot of offered === undefined ? [held] : [offered, held]) {
      const opened = await openWithPassphrase(deps, slot, vault, passphrase, signal);
      if (opened.ok) {
        const settled = offered && { holder, bytes: offered.bytes, opened: slot === offered };
        return ok({ principal: opened.value, ...(settled && { newer: settled }) });
      }
      if (opened.error.code === "cancelled") return err({ code: "cancelled" });
      if (opened.error.code === "wrong-key") readable += 1;
    }
  }
  return err({ code: readable > 0 ? "wrong-passphrase" : "key-unreadable" });
};

export const principalOf = async (
  deps: Pick<EngineDeps, "stretch">,
  keys: Pick<StoredKeys, "slots" | "newer">,
  vault: VaultNames,
  way: WayIn,
  signal?: AbortSignal,
): Promise<Result<OpenedWay, UnlockError>> => {
  if (way.kind === "passphrase") return passphrasePrincipal(deps, keys, vault, way.passphrase, signal);
  const principal = phrasePrincipal(way.words);
  return principal.ok ? ok({ principal: principal.value }) : principal;
};
