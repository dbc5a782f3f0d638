/** HELLO, CHALLENGE, AUTH, READY. The nonce lives in its connection, 60 s, and is spent by the AUTH that verifies. */
import { type Bytes, isSlot, type PrincipalId, type VaultId, verifySignature } from "@whisperwell/crypto";
import {
  appendsInFlightMost,
  authMessage,
  batchBytesMost,
  batchItemsMost,
  encodeFrame,
  type Frame,
  frameBytesMost,
  nonceLives,
  protocolVersion,
} from "../wire/index.ts";
import type { RelayContext } from "./context.ts";
import type { Member, Session } from "./session.ts";
import { epochOf, type LiveVault } from "./vaults.ts";

type Ready = Frame & { readonly type: "ready" };
export interface Claim {
  readonly hello: Uint8Array;
  readonly challenge: Uint8Array;
  readonly vaultId: VaultId;
  readonly principalId: PrincipalId;
  readonly signature: Bytes;
}
/** revoked carries its proof. signed-out says the same of an unknown vault, an unknown principal and a bad signature. */
export type Authenticated =
  | { readonly code: "member"; readonly member: Member }
  | { readonly code: "signed-out" }
  | { readonly code: "revoked"; readonly proof: Bytes | undefined };

/** Shared by the socket and the HTTP way to a token. */
export const authenticate = async (context: RelayContext, claim: Claim): Promise<Authenticated> => {
  const vault = await context.vaults.current(claim.vaultId);
  const principal = vault?.membership.principals.get(claim.principalId);
  if (vault === undefined || principal === undefined) return { code: "signed-out" };
  const message = authMessage({ ...claim, audience: context.audience() });
  if (!verifySignature(claim.signature, message, principal.edPub)) return { code: "signed-out" };
  if (principal.revokedAt !== undefined)
    return { code: "revoked", proof: await context.vaults.revocation(vault, principal.id) };
  const role = isSlot(principal) ? "slot" : "device";
  return { code: "member", member: { vault, principalId: principal.id, role } };
};

/** The highest version both know; undefined when there is none. */
export const chooseVersion = (versions: readonly number[]): number | undefined =>
  versions.includes(protocolVersion) ? protocolVersion : undefined;

const limitsOf = (context: RelayContext, used: { bytes: number; items: number }) =>
  Object.entries({
    "quota.bytes": context.limits.quota.bytes,
    "quota.items": context.limits.quota.items,
    "used.bytes": used.bytes,
    "used.items": used.items,
    "frame.bytes": frameBytesMost,
    "append.bytes": batchBytesMost,
    "append.items": batchItemsMost,
    "append.inFlight": appendsInFlightMost,
  }).map(([name, value]) => ({ name, value }));

export const createHandshake = (
  context: RelayContext,
  send: (frame: Frame) => unknown,
  goaway: Session["goaway"],
) => {
  let hello: Uint8Array | undefined;
  let challenge: { readonly bytes: Bytes; readonly diesAt: number } | undefined;

  const greet = (versions: readonly number[], bytes: Uint8Array): void => {
    const version = chooseVersion(versions);
    if (version === undefined) {
      goaway("upgrade");
      return;
    }
    const clock = context.clock.now();
    hello = bytes;
    const frame: Frame = { type: "challenge", version, nonce: context.random.bytes(32), clock };
    challenge = { bytes: encodeFrame(frame), diesAt: clock + nonceLives };
    send(frame);
  };

  const admit = async (claim: Frame & { type: "auth" }): Promise<Member | undefined> => {
    if (hello === undefined || challenge === undefined) return void goaway("malformed");
    if (context.clock.now() >= challenge.diesAt) return void goaway("busy");
    const answer = await authenticate(context, { ...claim, hello, challenge: challenge.bytes });
    if (answer.code === "member") return answer.member;
    return void goaway(answer.code, "proof" in answer && answer.proof ? { proof: answer.proof } : {});
  };

  return {
    /** The member once AUTH verified; undefined while there is more to say, or after a goodbye. */
    step: async (frame: Frame, bytes: Uint8Array): Promise<Member | undefined> => {
      if (frame.type === "hello" && hello === undefined) return void greet(frame.versions, bytes);
      if (frame.type === "auth") return admit(frame);
      return void goaway("malformed");
    },
    ready: async ({ vault, principalId }: Member): Promise<Ready> => readyFrame(context, vault, principalId),
  };
};

/** Stubs only for the asking device's own writers: proof of a head is for who signed it. */
export const readyFrame = async (
  context: RelayContext,
  vault: LiveVault,
  principalId: PrincipalId,
): Promise<Ready> => {
  const summary = await context.store.vault(vault.vaultId);
  return {
    type: "ready",
    feedEpoch: context.store.feedEpoch,
    head: summary?.head ?? 0,
    mseq: vault.membership.mseq,
    mhash: vault.membership.head,
    epoch: epochOf(vault),
    limits: limitsOf(context, summary?.usage ?? { bytes: 0, items: 0 }),
    clock: context.clock.now(),
    writers: (summary?.writers ?? []).map((held) => ({
      ...held,
      stub: vault.membership.writers.get(held.writerId)?.device === principalId ? held.stub : undefined,
    })),
    checkpoint: summary?.checkpoint,
  };
};
