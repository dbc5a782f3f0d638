/** A way in to the principal it holds: words by themselves, a passphrase through its slot. */
import {
  createPrincipal,
  err,
  type Hash,
  ok,
  openSlot,
  type Principal,
  parseRecoveryPhrase,
  type Result,
  recoverySeedOf,
  type Slot,
  type Stored,
  type VaultId,
  wipe,
} from "@whisperwell/crypto";
import type { UnlockError, WayIn } from "../api.ts";
import type { EngineDeps } from "../deps.ts";

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

/** Tries each passphrase slot. A wrong passphrase costs a full stretching and says nothing about how wrong. */
export const passphrasePrincipal = async (
  { stretch }: Pick<EngineDeps, "stretch">,
  slots: readonly Stored<Slot>[],
  vault: { readonly vaultId: VaultId; readonly genesisHash: Hash },
  passphrase: string,
  signal?: AbortSignal,
): Promise<Result<Principal, UnlockError>> => {
  let readable = 0;
  for (const stored of slots) {
    const slot = stored.state === "present" ? stored.value : undefined;
    if (slot?.header.kind !== "passphrase") continue;
    const stretched = await stretch(passphrase, slot.header.kdf, signal);
    if (stretched === undefined) return err({ code: "cancelled" });
    if (!stretched.ok) return err({ code: "key-unreadable" });
    const opened = openSlot(slot, stretched.value.kek, vault);
    wipe(stretched.value.kek);
    wipe(stretched.value.loginSeed);
    if (opened.ok) return opened;
    if (opened.error.code === "wrong-key") readable += 1;
  }
  return err({ code: readable > 0 ? "wrong-passphrase" : "key-unreadable" });
};

export const principalOf = (
  deps: Pick<EngineDeps, "stretch">,
  slots: readonly Stored<Slot>[],
  vault: { readonly vaultId: VaultId; readonly genesisHash: Hash },
  way: WayIn,
  signal?: AbortSignal,
): Promise<Result<Principal, UnlockError>> =>
  way.kind === "phrase"
    ? Promise.resolve(phrasePrincipal(way.words))
    : passphrasePrincipal(deps, slots, vault, way.passphrase, signal);
