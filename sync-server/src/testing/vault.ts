/** A vault as a client holds it: real keys, a real membership log, sealed and signed envelopes. Bodies are opaque. */
import {
  type Bytes,
  createEnvelope,
  createPrincipal,
  createVault,
  type DocTag,
  encodeEnvelope,
  envelopeKinds,
  envelopeVersion,
  type Hash,
  type LookupId,
  type NewVault,
  type Principal,
  randomId,
  signEnvelope,
  systemRandom,
  type VerifiedEnvelope,
  type WriterId,
  zeroHash,
} from "@whisperwell/crypto";
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
