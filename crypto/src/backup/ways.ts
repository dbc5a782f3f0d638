/** The ways into a backup: the vault's own. A file opens by its membership log and slot bytes alone. */
import type { Bytes } from "../bytes.ts";
import { livePrincipal, type MembershipState } from "../membership/state.ts";
import type { PassphraseKdf } from "../passphrase.ts";
import { createPrincipal, type Principal } from "../principal.ts";
import { recoverySeedOf } from "../recovery-phrase.ts";
import { err, ok, type Result } from "../result.ts";
import { openSlot, passkeyKek, type Slot } from "../slot.ts";

export interface BackupContents {
  readonly state: MembershipState;
  readonly slots: readonly Slot[];
}
/**
 * no-such-way: this file has none of that kind. wrong-key: it has, and this is not it. kdf: the passphrase could not be
 * stretched here (memory).
 */
export type WayError = { readonly code: "no-such-way" | "wrong-key" | "kdf" };
export type BackupWay = (contents: BackupContents) => Promise<Result<Principal, WayError>>;

const whenLive = ({ state }: BackupContents, principal: Principal): Result<Principal, WayError> =>
  livePrincipal(state, principal.id) === undefined ? err({ code: "wrong-key" }) : ok(principal);

/** A device that is live in the file's log, or a slot already open: for verified restores of one's own vault. */
export const wayOfPrincipal =
  (principal: Principal): BackupWay =>
  async (contents) =>
    whenLive(contents, principal);

/** The 24 words, as entropy: the phrase's box in the membership log does the rest. */
export const wayOfPhrase = (entropy: Uint8Array): BackupWay =>
  wayOfPrincipal(createPrincipal("recovery", recoverySeedOf(entropy)));

const firstOpening = async (
  contents: BackupContents,
  kind: "passphrase" | "passkey",
  kekOf: (slot: Slot) => Promise<Uint8Array | undefined>,
): Promise<Result<Principal, WayError>> => {
  const slots = contents.slots.filter(
    ({ header }) => header.kind === kind && livePrincipal(contents.state, header.holder) !== undefined,
  );
  for (const slot of slots) {
    const kek = await kekOf(slot);
    if (kek === undefined) return err({ code: "kdf" });
    const principal = openSlot(slot, kek, contents.state);
    if (principal.ok) return whenLive(contents, principal.value);
  }
  return err({ code: slots.length === 0 ? "no-such-way" : "wrong-key" });
};

/** `stretch` runs Argon2id wherever memory may be used for it, and answers the kek, or undefined where it cannot. */
export const wayOfPassphrase =
  (stretch: (kdf: PassphraseKdf) => Promise<Bytes | undefined>): BackupWay =>
  (contents) =>
    firstOpening(contents, "passphrase", async ({ header }) =>
      header.kdf === undefined ? undefined : stretch(header.kdf),
    );

/** prf: the authenticator's 32 bytes. */
export const wayOfPasskey =
  (prf: Uint8Array): BackupWay =>
  (contents) =>
    firstOpening(contents, "passkey", async ({ header }) =>
      header.kind === "passkey" ? passkeyKek(prf, header.holder) : undefined,
    );
