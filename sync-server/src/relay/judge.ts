/**
 * Judges one APPEND before the store sees it: form, vault, writer, chain, one signature, membership rules, fences,
 * epoch, covers. The relay holds no key and opens nothing.
 */
import {
  type Bytes,
  encodeEnvelope,
  envelopeKinds,
  err,
  extendChain,
  type MembershipState,
  ok,
  type PrincipalId,
  parseEnvelope,
  type RecordBody,
  type Result,
  reduceMembership,
  stubOf,
  type UnverifiedEnvelope,
  type VerifiedEnvelope,
  type WriterId,
  zeroHash,
  zeroWriter,
} from "@whisperwell/crypto";
import type { SealedEnvelope } from "../store/index.ts";
import {
  batchBytesMost,
  batchItemsMost,
  type Item,
  type RefusalCode,
  type WriterHead,
} from "../wire/index.ts";
import { refusalByKind } from "./judge-kinds.ts";
import { epochOf, type LiveVault } from "./vaults.ts";

export interface Refusal {
  readonly code: RefusalCode;
  readonly retryAfter?: number;
  readonly expect?: readonly WriterHead[];
  readonly proof?: Bytes;
}
export interface Judged {
  readonly isRecord: boolean;
  readonly batch: readonly SealedEnvelope[];
  /** Kinds that let a full vault shrink, or save its keys. */
  readonly mayExceed: boolean;
  /** State after a membership record; undefined for anything else, and for a record known already. */
  readonly membership: MembershipState | undefined;
}
export interface Appender {
  readonly principalId: PrincipalId;
  /** Slots only read, and bring in the device they opened. */
  readonly role: "device" | "slot" | "pusher";
  /** Writers this session was asked to upload: their old epochs are history, not mistakes. */
  readonly wanted: ReadonlySet<WriterId>;
}
type Judgement = Result<Judged, Refusal>;
const refuse = (code: RefusalCode, expect?: readonly WriterHead[]) =>
  err<Refusal>(expect ? { code, expect } : { code });

const shrinkingKinds: ReadonlySet<number> = new Set([
  envelopeKinds.membership,
  envelopeKinds.snapshot,
  envelopeKinds.checkpoint,
  envelopeKinds.tombstone,
]);

const sealedOf = (envelope: VerifiedEnvelope): SealedEnvelope => ({
  writerId: envelope.header.writerId,
  wseq: envelope.header.wseq,
  prev: envelope.header.prev,
  hash: envelope.hash,
  kind: envelope.header.kind,
  docTag: envelope.header.docTag,
  signed: envelope.signature !== undefined,
  stub: encodeEnvelope(stubOf(envelope)),
  body: envelope.body as Bytes,
});

const parseItems = (items: readonly Item[]): Result<readonly UnverifiedEnvelope[], Refusal> => {
  const bytes = items.reduce((sum, item) => sum + item.bytes.length, 0);
  if (items.length > batchItemsMost || (bytes > batchBytesMost && items.length > 1)) return refuse("too-big");
  const envelopes: UnverifiedEnvelope[] = [];
  for (const item of items) {
    if (item.kind !== "whole") return refuse("malformed");
    const parsed = parseEnvelope(item.bytes);
    if (!parsed.ok) return refuse(parsed.error.code === "too-big" ? "too-big" : "malformed");
    envelopes.push(parsed.value);
  }
  return envelopes.length === 0 ? refuse("malformed") : ok(envelopes);
};

export const membershipHead = (vault: LiveVault): WriterHead => ({
  writerId: zeroWriter,
  wseq: vault.membership.mseq,
  hash: vault.membership.head,
});

/** A fence is the writer's head in this feed; a cut one may be lower, never higher. */
const fenceTrouble = (vault: LiveVault, body: RecordBody): readonly WriterHead[] => {
  if (body.fields.type !== "revoke") return [];
  const { cut, fences } = body.fields;
  return fences.flatMap(({ writerId, wseq, hash }) => {
    const head = vault.heads.get(writerId) ?? { wseq: 0, hash: zeroHash };
    const isHead = head.wseq === wseq && head.hash === hash;
    const isLower = hash === zeroHash || (head.hash !== zeroHash && wseq < head.wseq);
    return isHead || (cut && isLower) ? [] : [{ writerId, ...head }];
  });
};

const judgeRecord = (vault: LiveVault, envelope: UnverifiedEnvelope, appender: Appender): Judgement => {
  const { header } = envelope;
  const conflict = refuse("conflict", [membershipHead(vault)]);
  if (header.wseq > vault.membership.mseq + 1) return conflict;
  if (header.wseq <= vault.membership.mseq) return ok(onlyCompared(envelope));
  const step = reduceMembership(vault.membership, envelope);
  if (!step.ok) {
    const { code } = step.error;
    if (code === "prev") return conflict;
    return refuse(code === "unsigned" || code === "signature" ? "signature" : "record");
  }
  if (appender.role === "pusher") return refuse("record");
  if (appender.role === "slot" && step.value.body.fields.type !== "add") return refuse("record");
  const fences = fenceTrouble(vault, step.value.body);
  if (fences.length > 0) return refuse("fence", fences);
  const batch = [sealedOf(step.value.envelope)];
  return ok({ batch, isRecord: true, mayExceed: true, membership: step.value.state });
};

/** A record with a number the feed has: the store compares hashes and never inserts it, so it needs no more. */
const onlyCompared = ({ header, hash }: UnverifiedEnvelope): Judged => ({
  batch: [{ ...header, hash, signed: true, stub: new Uint8Array(0), body: new Uint8Array(0) }],
  isRecord: true,
  mayExceed: true,
  membership: undefined,
});

const judgeRun = (
  vault: LiveVault,
  envelopes: readonly UnverifiedEnvelope[],
  appender: Appender,
): Judgement => {
  const [first, last] = [envelopes[0], envelopes.at(-1)] as [UnverifiedEnvelope, UnverifiedEnvelope];
  const { writerId, wseq, prev } = first.header;
  const writer = vault.membership.writers.get(writerId);
  const device = writer && vault.membership.principals.get(writer.device);
  if (appender.role === "slot" || writer === undefined || device === undefined) return refuse("record");
  if (appender.role === "pusher" && writer.device !== appender.principalId) return refuse("record");
  // Order against what is held is the store's to judge; here the run only has to hold together.
  const head = wseq === 0 ? undefined : { writerId, wseq: wseq - 1, hash: prev };
  const chain = extendChain({ vaultId: vault.vaultId, writerId, signer: device, head }, envelopes);
  if (!chain.ok) return refuse(chain.error.code === "signature" ? "signature" : "malformed");
  const mayExceed = envelopes.every(({ header }) => shrinkingKinds.has(header.kind));
  const batch = chain.value.envelopes.map(sealedOf);
  const judged = { batch, isRecord: false, mayExceed, membership: undefined };
  // A retry of what is held is acknowledged whatever has changed since; the store compares it.
  if (last.header.wseq <= (vault.heads.get(writerId)?.wseq ?? -1)) return ok(judged);
  if (writer.fence && (writer.fence.hash === zeroHash || last.header.wseq > writer.fence.wseq))
    return refuse("fence", [{ writerId, ...writer.fence }]);
  const epoch = epochOf(vault);
  const isHistory = appender.wanted.has(writerId);
  for (const { header } of envelopes) {
    if (header.kind === envelopeKinds.membership) return refuse("malformed");
    if (header.epoch > epoch || (header.epoch < epoch && !isHistory)) return refuse("epoch");
  }
  for (const envelope of chain.value.envelopes) {
    const refusal = refusalByKind(vault, envelope, isHistory);
    if (refusal !== undefined) return refuse(refusal);
  }
  return ok(judged);
};

export const judgeAppend = (vault: LiveVault, items: readonly Item[], appender: Appender): Judgement => {
  const parsed = parseItems(items);
  if (!parsed.ok) return parsed;
  const envelopes = parsed.value;
  if (envelopes.some(({ header }) => header.vaultId !== vault.vaultId)) return refuse("malformed");
  const first = envelopes[0] as UnverifiedEnvelope;
  if (first.header.writerId !== zeroWriter) return judgeRun(vault, envelopes, appender);
  if (envelopes.length > 1) return refuse("malformed");
  return judgeRecord(vault, first, appender);
};
