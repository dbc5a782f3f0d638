/** A vault as a client holds it: real keys, a real membership log, sealed and signed envelopes. Bodies are opaque. */
import {
  addIntent,
  type Bytes,
  concat,
  cosign,
  createEnvelope,
  createPrincipal,
  createVault,
  type DocTag,
  encodeEnvelope,
  envelopeKinds,
  envelopeVersion,
  type Hash,
  hash256,
  issueAdd,
  type LookupId,
  type NewVault,
  type Principal,
  parseEnvelope,
  randomId,
  signEnvelope,
  systemRandom,
  type VerifiedEnvelope,
  type WriterId,
  zeroHash,
} from "@whisperwell/crypto";
import type { SealedEnvelope } from "../store/index.ts";
import type { Item } from "../wire/index.ts";

export interface TestVault extends NewVault {
  readonly device: Principal;
  readonly passphrase: Principal;
  readonly phrase: Principal;
  readonly writerIds: readonly WriterId[];
}
export const createTestVault = (random = systemRandom): TestVault => {
  const device = createPrincipal("device", random.bytes(32));
  const passphrase = createPrincipal("passphrase", random.bytes(32));
  const phrase = createPrincipal("recovery", random.bytes(32));
  const writerIds = [0, 1, 2, 3].map(() => randomId<WriterId>(random));
  const lookupId = randomId<LookupId>(random);
  const made = createVault(
    { random, clock: { now: () => 1_795_000_000_000 } },
    { device, writerIds, passphrase, phrase, lookupId },
  );
  return { ...made, device, passphrase, phrase, writerIds };
};

/** A record as a store takes it. */
export const sealedRecord = (item: Bytes): SealedEnvelope => {
  const parsed = parseEnvelope(item);
  if (!parsed.ok) throw new Error("a record of ours");
  const { header, hash } = parsed.value;
  const body = item.slice(124, 124 + header.bodyLength);
  const stub = concat(item.subarray(0, 124), hash256(body), item.subarray(124 + body.length));
  return { ...header, hash, signed: true, stub, body };
};

/** A second device and the record that lets it in. */
export const issuePhone = (vault: TestVault) => {
  const phone = createPrincipal("device", systemRandom.bytes(32));
  const writerIds = [0, 1, 2, 3].map(() => randomId<WriterId>(systemRandom));
  const coSignature = cosign(vault.passphrase, vault.state.vaultId, 3, addIntent(phone.edPub, phone.xPub));
  const added = issueAdd({ random: systemRandom, clock: { now: () => 0 } }, vault.state, {
    signer: vault.device,
    epochKey: vault.epochKey,
    edPub: phone.edPub,
    xPub: phone.xPub,
    writerIds,
    label: "Phone",
    coSignature,
  });
  if (!added.ok) throw new Error(added.error.code);
  return { phone, writerIds, added: added.value };
};

export const whole = (bytes: Bytes): Item => ({ kind: "whole", bytes });

export interface TestWriter {
  /** The next `n` envelopes, the last signed. */
  readonly write: (n: number, options?: WriteOptions) => Item[];
  readonly head: () => { readonly wseq: number; readonly hash: Hash } | undefined;
}
export interface WriteOptions {
  readonly body?: Bytes;
  readonly kind?: number;
  readonly epoch?: number;
  readonly docTag?: DocTag;
  readonly signer?: Principal;
}
export const createTestWriter = (
  vault: Pick<TestVault, "state">,
  device: Principal,
  writerId: WriterId,
  random = systemRandom,
): TestWriter => {
  let head: VerifiedEnvelope | undefined;
  const next = (isLast: boolean, options: WriteOptions): VerifiedEnvelope => {
    const { body = random.bytes(300), kind = envelopeKinds.commit, epoch = 0, signer = device } = options;
    const envelope = createEnvelope(
      {
        kind,
        version: envelopeVersion,
        vaultId: vault.state.vaultId,
        writerId,
        wseq: head ? head.header.wseq + 1 : 0,
        epoch,
        docTag: options.docTag ?? ("7".repeat(32) as DocTag),
        prev: head?.hash ?? zeroHash,
        nonce: random.bytes(24),
      },
      body,
      signer.id,
    );
    head = isLast ? signEnvelope(envelope, signer) : envelope;
    return head;
  };
  return {
    head: () => head && { wseq: head.header.wseq, hash: head.hash },
    write: (n, options = {}) =>
      Array.from({ length: n }, (_, i) => whole(encodeEnvelope(next(i === n - 1, options)))),
  };
};
