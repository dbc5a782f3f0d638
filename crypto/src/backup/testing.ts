/** A small vault with a log, two attachments and slots, and its backup: for tests and vectors. */
import { type SealedChunk, sealAttachment } from "../attachment.ts";
import { type Bytes, concat, utf8 } from "../bytes.ts";
import { encodeEnvelope, signEnvelope, stubOf } from "../envelope.ts";
import type { VerifiedEnvelope } from "../envelope-proof.ts";
import { createKeyring } from "../epoch.ts";
import { type DocTag, type FeedEpoch, randomId, type WriterId, zeroHash } from "../ids.ts";
import { testNow, testVault } from "../membership/testing.ts";
import { assert } from "../result.ts";
import { sealEnvelope } from "../seal.ts";
import { sealSlot } from "../slot.ts";
import { kdf } from "../sodium.ts";
import {
  attachmentSectionBytes,
  type BackupItem,
  type BackupSource,
  logSectionBytes,
  writeBackup,
} from "./write.ts";

/** Stands in for Argon2id: the file's bytes do not depend on how a kek came about. */
export const testKek = (passphrase: string): Bytes => kdf(new Uint8Array(32), passphrase);

export async function* each<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

export const testBackup = async (seed: number) => {
  const vault = testVault(seed);
  const { state, deps, device, epochKey, writerIds } = vault;
  const { random } = deps;
  const keyring = createKeyring(state.vaultId, [epochKey]);
  const docTag = randomId<DocTag>(random);
  const chain = (writerId: WriterId, length: number): readonly VerifiedEnvelope[] => {
    const made: VerifiedEnvelope[] = [];
    for (let wseq = 0; wseq < length; wseq++) {
      const prev = made.at(-1)?.hash ?? zeroHash;
      const place = { vaultId: state.vaultId, writerId, wseq, epoch: 0, docTag, prev };
      const sealed = sealEnvelope({ kind: "commit", ...place }, utf8(`line ${wseq}`), {
        keyring,
        random,
        signer: device.id,
      });
      assert(sealed.ok, "sealed");
      made.push(wseq === length - 1 ? signEnvelope(sealed.value, device) : sealed.value);
    }
    return made;
  };
  const [first, second] = [...writerIds].sort() as [WriterId, WriterId];
  const [long, short] = [chain(first, 4), chain(second, 2)];
  const envelopes = [stubOf(long[0] as VerifiedEnvelope), ...long.slice(1), ...short];
  const items = envelopes.map((made): BackupItem => ({ form: made.form, bytes: encodeEnvelope(made) }));
  const chunks: SealedChunk[] = [];
  const attachment = await sealAttachment(
    { random },
    {
      vaultId: state.vaultId,
      size: 1000,
      source: each([utf8("a photo ".repeat(125))]),
      keep: async (chunk) => {
        chunks.push(chunk);
      },
    },
  );
  assert(attachment.ok, "sealed");
  const slot = sealSlot(
    {
      kind: "passphrase",
      vaultId: state.vaultId,
      genesisHash: state.genesisHash,
      holder: vault.passphrase.id,
      gen: 1,
      mark: { mseq: state.mseq, mhash: state.head },
      kdf: { t: 3, kib: 65_536, salt: random.bytes(16) },
    },
    testKek("correct horse"),
    vault.passphrase.seed,
    random,
  );
  const blobs = [{ blobId: attachment.value.blobId, chunks: chunks.map((chunk) => chunk.ciphertext) }];
  const source = (): BackupSource => ({
    membership: vault.records.map((record) => record.item),
    slots: [slot],
    log: { bytes: logSectionBytes(items.map((item) => item.bytes.length)), items: each(items) },
    attachments: {
      bytes: attachmentSectionBytes(blobs.map((blob) => blob.chunks.map((chunk) => chunk.length))),
      items: each(
        blobs.map((blob) => ({
          blobId: blob.blobId,
          chunks: blob.chunks.length,
          ciphertexts: each(blob.chunks),
        })),
      ),
    },
    feed: { feedEpoch: randomId<FeedEpoch>(random), seq: 10 },
  });
  const backupDeps = {
    random,
    clock: { now: () => testNow },
    signer: device,
    state,
    epochKey,
    app: "whisperwell 0.1.0",
  };
  const write = async (from: BackupSource = source()) => {
    const parts: Uint8Array[] = [];
    const written = await writeBackup(backupDeps, from, async (bytes) => {
      parts.push(bytes);
    });
    return { written, file: concat(...parts) };
  };
  return { vault, items, chunks, slot, source, backupDeps, write };
};
