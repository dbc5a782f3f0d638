/**
 * Both sides of a pairing as values: each step answers the next state and what to put into the mailbox. No transport,
 * no clock. Message = u8 step ‖ payload, at most 8 kB: 1 the opener's key, 2 the shower's, 3 offer, 4 anchor, 0 end.
 * Whatever goes wrong ends the pairing on both sides; a new one needs a new code.
 */
import { type Bytes, concat, u8, utf8 } from "../bytes.ts";
import type { WriterId } from "../ids.ts";
import type { Principal } from "../principal.ts";
import type { Random } from "../random.ts";
import { err, ok, type Result } from "../result.ts";
import { equalSecret } from "../sodium.ts";
import { encodePairingCode, type PairingCode } from "./code.ts";
import { type Anchor, type DeviceOffer, openAnchor, openOffer, sealAnchor, sealOffer } from "./payloads.ts";
import {
  commitmentOf,
  createEphemeral,
  type Ephemeral,
  type PairingKeys,
  pairingKeysOf,
  type Revealed,
} from "./session.ts";

export const maxPairingMessage = 8192;
const steps = { end: 0, openerKey: 1, showerKey: 2, offer: 3, anchor: 4 } as const;

/** The newcomer brings the device it wants added; the holder brings nothing yet. */
export type Party =
  | { readonly holds: true }
  | {
      readonly holds: false;
      readonly device: Principal;
      readonly writerIds: readonly WriterId[];
      readonly label: string;
    };

export type PairingEnd =
  | "message-malformed"
  | "message-unexpected"
  /** The showing side revealed another key than its code promised. */
  | "commitment"
  | "weak-key"
  | "offer-forged"
  | "offer-malformed"
  | "offer-signature"
  | "anchor-forged"
  | "anchor-malformed"
  /** More writers than one message holds (about 160). */
  | "anchor-too-big"
  | "digits-wrong"
  | "cancelled"
  | "expired"
  | "ended-by-other";

export type PairingState =
  | {
      readonly phase: "waiting-for-opener";
      readonly code: PairingCode;
      readonly own: Ephemeral;
      readonly party: Party;
    }
  | {
      readonly phase: "waiting-for-shower";
      readonly code: PairingCode;
      readonly own: Ephemeral;
      readonly party: Party;
    }
  | { readonly phase: "waiting-for-offer"; readonly keys: PairingKeys }
  /** Holder: ask for the six digits; the offer's label says who is asking. */
  | { readonly phase: "waiting-for-digits"; readonly keys: PairingKeys; readonly offer: DeviceOffer }
  /** Holder: co-sign, add, wait for the relay's ack, then `sendAnchor`. */
  | { readonly phase: "confirmed"; readonly keys: PairingKeys; readonly offer: DeviceOffer }
  /** Newcomer: show the digits. */
  | { readonly phase: "waiting-for-anchor"; readonly keys: PairingKeys; readonly digits: string }
  | { readonly phase: "joined"; readonly anchor: Anchor }
  | { readonly phase: "ended"; readonly code: PairingEnd };

export interface PairingStep {
  readonly state: PairingState;
  /** Mailbox messages to put, in order. */
  readonly send: readonly Bytes[];
}
interface PairingDeps {
  readonly random: Random;
}

const message = (step: number, payload: Uint8Array): Bytes => concat(u8(step), payload);
const revealOf = ({ publicKey, nonce }: Revealed): Bytes => concat(publicKey, nonce);
const end = (code: PairingEnd): PairingStep => ({
  state: { phase: "ended", code },
  send: code === "ended-by-other" ? [] : [message(steps.end, new Uint8Array(0))],
});

/** Shows a code. `text` is single use. */
export const showPairing = (
  { random }: PairingDeps,
  { origin, party }: { readonly origin: string; readonly party: Party },
): { readonly text: string; readonly code: PairingCode; readonly step: PairingStep } => {
  const role = party.holds ? "shower-holds" : "opener-holds";
  const [ch, s, own] = [random.bytes(16), random.bytes(16), createEphemeral(random)];
  const code: PairingCode = { origin, role, ch, s, commitment: commitmentOf({ role, ch }, own) };
  const state: PairingState = { phase: "waiting-for-opener", code, own, party };
  return { text: encodePairingCode(code), code, step: { state, send: [] } };
};

/** Answers a code. Error same-role: both sides hold a vault, or neither does. */
export const answerPairing = (
  { random }: PairingDeps,
  { code, party }: { readonly code: PairingCode; readonly party: Party },
): Result<PairingStep, { readonly code: "same-role" }> => {
  if (party.holds !== (code.role === "opener-holds")) return err({ code: "same-role" });
  const own = createEphemeral(random);
  const state: PairingState = { phase: "waiting-for-shower", code, own, party };
  return ok({ state, send: [message(steps.openerKey, revealOf(own))] });
};

const parseReveal = (payload: Uint8Array): Revealed | undefined =>
  payload.length === 64
    ? { publicKey: payload.slice(0, 32) as Bytes, nonce: payload.slice(32) as Bytes }
    : undefined;

const keyed = (
  { random }: PairingDeps,
  keys: PairingKeys,
  party: Party,
  send: readonly Bytes[],
): PairingStep => {
  if (party.holds) return { state: { phase: "waiting-for-offer", keys }, send };
  const offer = message(steps.offer, sealOffer(keys, party.device, party, random));
  return { state: { phase: "waiting-for-anchor", keys, digits: keys.digits }, send: [...send, offer] };
};

type Exchanging = Extract<PairingState, { readonly own: Ephemeral }>;
const receiveReveal = (deps: PairingDeps, state: Exchanging, payload: Uint8Array): PairingStep => {
  const { code, own, party } = state;
  const other = parseReveal(payload);
  if (other === undefined) return end("message-malformed");
  const shows = state.phase === "waiting-for-opener";
  if (!shows && !equalSecret(commitmentOf(code, other), code.commitment)) return end("commitment");
  // A mirror of our own key would make both directions ours.
  if (equalSecret(other.publicKey, own.publicKey)) return end("weak-key");
  const exchange = shows ? { code, opener: other, shower: own } : { code, opener: own, shower: other };
  const keys = pairingKeysOf(exchange, own);
  if (!keys.ok) return end(keys.error.code);
  return keyed(deps, keys.value, party, shows ? [message(steps.showerKey, revealOf(own))] : []);
};

const receiveOffer = (keys: PairingKeys, payload: Uint8Array): PairingStep => {
  const offer = openOffer(keys, payload);
  return offer.ok
    ? { state: { phase: "waiting-for-digits", keys, offer: offer.value }, send: [] }
    : end(offer.error.code);
};
const receiveAnchor = (keys: PairingKeys, payload: Uint8Array): PairingStep => {
  const anchor = openAnchor(keys, payload);
  return anchor.ok ? { state: { phase: "joined", anchor: anchor.value }, send: [] } : end(anchor.error.code);
};

/** The next message of the *other* side. An ended pairing stays ended. */
export const receivePairing = (deps: PairingDeps, state: PairingState, received: Uint8Array): PairingStep => {
  if (state.phase === "ended" || state.phase === "joined") return { state, send: [] };
  if (received.length === 0 || received.length > maxPairingMessage) return end("message-malformed");
  const [step, payload] = [received[0], received.subarray(1)];
  if (step === steps.end) return end("ended-by-other");
  if (state.phase === "waiting-for-opener" && step === steps.openerKey)
    return receiveReveal(deps, state, payload);
  if (state.phase === "waiting-for-shower" && step === steps.showerKey)
    return receiveReveal(deps, state, payload);
  if (state.phase === "waiting-for-offer" && step === steps.offer) return receiveOffer(state.keys, payload);
  if (state.phase === "waiting-for-anchor" && step === steps.anchor)
    return receiveAnchor(state.keys, payload);
  return end("message-unexpected");
};

/** Holder: what the person typed; spaces are forgiven. One wrong entry ends the pairing on both sides. */
export const typeDigits = (state: PairingState, typed: string): PairingStep => {
  if (state.phase !== "waiting-for-digits") return end("message-unexpected");
  return equalSecret(utf8(typed.replaceAll(/\s/gu, "")), utf8(state.keys.digits))
    ? { state: { ...state, phase: "confirmed" }, send: [] }
    : end("digits-wrong");
};

/** Holder, after the relay acknowledged the `add`: the pairing is over here. */
export const sendAnchor = ({ random }: PairingDeps, state: PairingState, anchor: Anchor): PairingStep => {
  if (state.phase !== "confirmed") return end("message-unexpected");
  const sent = message(steps.anchor, sealAnchor(state.keys, anchor, random));
  return sent.length <= maxPairingMessage
    ? { state: { phase: "joined", anchor }, send: [sent] }
    : end("anchor-too-big");
};

/** A person cancelled, or ten minutes are over. */
export const endPairing = (state: PairingState, code: "cancelled" | "expired"): PairingStep =>
  state.phase === "ended" || state.phase === "joined" ? { state, send: [] } : end(code);
