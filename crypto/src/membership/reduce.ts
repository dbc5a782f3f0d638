/**
 * The membership log as a fold: kind, place, chain, epoch and signature of each envelope, then the rules of its type.
 * The records are the chain of the zero writer, so `mseq` is `wseq` and every store's unique index decides races.
 */
import { type Bytes, equalBytes } from "../bytes.ts";
import { parseEnvelope, verifyEnvelope } from "../envelope.ts";
import { envelopeKinds, envelopeVersion } from "../envelope-header.ts";
import { raw, type UnverifiedEnvelope, type VerifiedEnvelope } from "../envelope-proof.ts";
import { vaultTag, zeroHash, zeroWriter } from "../ids.ts";
import { principalIdOf } from "../principal.ts";
import { err, ok, type Result } from "../result.ts";
import { nonceBytes } from "../sodium.ts";
import { decodeRecordBody, type RecordBody, type UnknownRecord } from "./body.ts";
import { applyRecord, beginState, type RuleBroken } from "./rules.ts";
import { headerEpoch, livePrincipal, type MembershipState } from "./state.ts";

export type RecordRefused = {
  readonly code:
    | RuleBroken
    | "malformed"
    | "no-body"
    | "not-membership"
    | "header"
    | "other-vault"
    /** Beyond the next mseq. */
    | "gap"
    /** An mseq this state already has: compare the hashes, another one is MEMBERSHIP_FORK. */
    | "not-next"
    /** The next mseq on another predecessor: the log forked before it. */
    | "prev"
    | "header-epoch"
    | "unsigned"
    | "signature"
    /** Chain and signature good, type or version of a newer app: a relay refuses, a client stops here and asks to be updated. */
    | "newer";
};
type Reduced<T> = Result<T, RecordRefused>;
const refused = (code: RecordRefused["code"]) => err({ code });

export interface MembershipStep {
  readonly state: MembershipState;
  readonly envelope: VerifiedEnvelope;
  readonly body: RecordBody;
}

const noNonce = new Uint8Array(nonceBytes);

const checkPlace = (
  state: MembershipState | undefined,
  { header }: UnverifiedEnvelope,
): Reduced<undefined> => {
  if (header.kind !== envelopeKinds.membership || header.writerId !== zeroWriter)
    return refused("not-membership");
  if (header.docTag !== vaultTag || !equalBytes(header.nonce, noNonce)) return refused("header");
  if (state !== undefined && header.vaultId !== state.vaultId) return refused("other-vault");
  const next = state === undefined ? 0 : state.mseq + 1;
  if (header.wseq !== next) return refused(header.wseq > next ? "gap" : "not-next");
  if (header.prev !== (state?.head ?? zeroHash)) return refused("prev");
  return header.epoch === (state === undefined ? 0 : headerEpoch(state))
    ? ok(undefined)
    : refused("header-epoch");
};

/** The key that must have signed: the founder's own at genesis, afterwards that of a live principal. */
const signerKey = (state: MembershipState | undefined, body: RecordBody | UnknownRecord): Reduced<Bytes> => {
  if (state !== undefined) {
    const signer = livePrincipal(state, body.signerId);
    return signer === undefined ? refused("signer-not-live") : ok(signer.edPub);
  }
  if (!("fields" in body) || body.fields.type !== "genesis") return refused("genesis-misplaced");
  const { edPub, xPub } = body.fields;
  return principalIdOf("device", edPub, xPub) === body.signerId ? ok(edPub) : refused("signer-not-founder");
};

/** `state` is undefined before the genesis. Pure: the same answer on every relay and client. */
export const reduceMembership = (
  state: MembershipState | undefined,
  record: UnverifiedEnvelope,
): Reduced<MembershipStep> => {
  const placed = checkPlace(state, record);
  if (!placed.ok) return placed;
  const bytes = record[raw].body;
  if (bytes === undefined) return refused("no-body");
  const body = decodeRecordBody(bytes, record.header.version === envelopeVersion);
  if (!body.ok) return body;
  const edPub = signerKey(state, body.value);
  if (!edPub.ok) return edPub;
  const envelope = verifyEnvelope(record, { id: body.value.signerId, edPub: edPub.value });
  if (!envelope.ok) return envelope;
  if (!("fields" in body.value)) return refused("newer");
  const place = { mseq: record.header.wseq, hash: record.hash };
  const next =
    state === undefined ? beginState(body.value, record.hash) : applyRecord(state, body.value, place);
  if (!next.ok) return next;
  if (next.value.vaultId !== record.header.vaultId) return refused("other-vault");
  return ok({ state: next.value, envelope: envelope.value, body: body.value });
};

export interface MembershipLog {
  readonly state: MembershipState;
  readonly steps: readonly MembershipStep[];
}
/** A whole log, genesis first, as items without form byte. The error says which record (0 is the genesis). */
export const readMembershipLog = (
  items: Iterable<Uint8Array>,
): Result<MembershipLog, RecordRefused & { readonly mseq: number }> => {
  const steps: MembershipStep[] = [];
  for (const item of items) {
    const mseq = steps.length;
    const envelope = parseEnvelope(item);
    if (!envelope.ok) return err({ code: "malformed", mseq });
    const step = reduceMembership(steps.at(-1)?.state, envelope.value);
    if (!step.ok) return err({ ...step.error, mseq });
    steps.push(step.value);
  }
  const last = steps.at(-1);
  return last === undefined ? err({ code: "genesis-misplaced", mseq: 0 }) : ok({ state: last.state, steps });
};
