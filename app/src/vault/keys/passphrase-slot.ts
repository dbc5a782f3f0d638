/** A passphrase slot on this device: how much stretching, and the wrapping itself. */
import {
  err,
  type MembershipState,
  ok,
  type PassphraseCost,
  type PassphraseError,
  type PassphraseKeys,
  type Principal,
  passphraseCap,
  passphraseFloor,
  type Random,
  type Result,
  type Slot,
  sealSlot,
} from "@whisperwell/crypto";
import type { EngineDeps } from "../deps.ts";

/** Milliseconds one stretching may take on this device when a slot is made. */
const stretchTarget = 700;

export interface Stretched {
  readonly keys: PassphraseKeys;
  readonly cost: PassphraseCost;
  readonly salt: Uint8Array<ArrayBuffer>;
}
export type StretchError = PassphraseError | { readonly code: "cancelled" };

/** Passes that fit the target when `floor.t` of them took `elapsed` ms; never fewer than the floor. */
export const passesFor = (elapsed: number): number => {
  if (elapsed <= 0) return passphraseFloor.t;
  const fitting = Math.floor((stretchTarget * passphraseFloor.t) / elapsed);
  return Math.min(passphraseCap.t, Math.max(passphraseFloor.t, fitting));
};

/** For a new slot: measured at the floor, then raised as far as this device does it in 0.7 s. */
export const stretchForNewSlot = async (
  { stretch, random, clock }: Pick<EngineDeps, "stretch" | "random" | "clock">,
  passphrase: string,
  signal?: AbortSignal,
): Promise<Result<Stretched, StretchError>> => {
  const salt = random.bytes(16);
  const began = clock.now();
  const first = await stretch(passphrase, { ...passphraseFloor, salt }, signal);
  if (first === undefined) return err({ code: "cancelled" });
  if (!first.ok) return first;
  const t = passesFor(clock.now() - began);
  if (t === passphraseFloor.t) return ok({ keys: first.value, cost: passphraseFloor, salt });
  const cost = { ...passphraseFloor, t };
  const raised = await stretch(passphrase, { ...cost, salt }, signal);
  if (raised === undefined) return err({ code: "cancelled" });
  return raised.ok ? ok({ keys: raised.value, cost, salt }) : raised;
};

/** The slot of a principal of this vault, bound to the membership head of now. */
export const sealPassphraseSlot = (
  principal: Principal,
  { keys, cost, salt }: Stretched,
  state: MembershipState,
  gen: number,
  random: Random,
): Slot =>
  sealSlot(
    {
      kind: "passphrase",
      vaultId: state.vaultId,
      genesisHash: state.genesisHash,
      holder: principal.id,
      gen,
      mark: { mseq: state.mseq, mhash: state.head },
      kdf: { ...cost, salt },
    },
    keys.kek,
    principal.seed,
    random,
  );
