/**
 * The backup file (docs/protocol.md, "Backup file"): a head of 55 bytes, then six sections `u8 type ‖ u64 length ‖
 * bytes`, each once and in order. Lengths stand in front, so a reader knows what to expect before it reads it.
 */
import { createByteReader, isSorted } from "../byte-reader.ts";
import { type Bytes, concat, u8, u32, utf8 } from "../bytes.ts";
import type { WriterHead } from "../chain.ts";
import { backupKeyOf } from "../epoch.ts";
import { type FeedEpoch, type Hash, idBytes, idOf, type VaultId, type WriterId } from "../ids.ts";
import type { Random } from "../random.ts";
import { err, ok, type Result } from "../result.ts";
import { decodeAny, encodeAny } from "../sealed-fields.ts";
import { openWithNonce, sealWithNonce } from "../sodium.ts";

export const backupVersion = 1;
export const backupHeadBytes = 55;
export const sectionTypes = {
  membership: 1,
  slots: 2,
  log: 3,
  attachments: 4,
  manifest: 5,
  signature: 6,
} as const;
export type SectionName = keyof typeof sectionTypes;
/** Sections the manifest counts, in file order. */
export const countedSections = ["membership", "slots", "log", "attachments"] as const;
export type CountedSection = (typeof countedSections)[number];

export interface BackupHead {
  readonly vaultId: VaultId;
  readonly genesisHash: Hash;
  /** The epoch in force, whose key sealed the manifest. */
  readonly n: number;
}
export const encodeBackupHead = ({ vaultId, genesisHash, n }: BackupHead): Bytes =>
  concat(utf8("WB"), u8(backupVersion), idBytes(vaultId), idBytes(genesisHash), u32(n));
export const parseBackupHead = (
  bytes: Uint8Array,
): Result<BackupHead, { readonly code: "not-a-backup" | "version-unknown" }> => {
  if (bytes.length < 3 || bytes[0] !== 0x57 || bytes[1] !== 0x42) return err({ code: "not-a-backup" });
  if (bytes[2] !== backupVersion) return err({ code: "version-unknown" });
  const reader = createByteReader(bytes.subarray(3));
  const head: BackupHead = { vaultId: reader.id(), genesisHash: reader.id(32), n: reader.u32() };
  return reader.finished() ? ok(head) : err({ code: "not-a-backup" });
};

export interface SectionSummary {
  /** Records, slots, envelopes or attachments. */
  readonly count: number;
  readonly bytes: number;
  readonly hash: Hash;
}
export interface BackupManifest {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly app: string;
  /** undefined where the vault has never met a relay. */
  readonly feed: { readonly feedEpoch: FeedEpoch; readonly seq: number } | undefined;
  readonly sections: Readonly<Record<CountedSection, SectionSummary>>;
  /** Each writer's last envelope in the file, sorted. They anchor whoever restores it. */
  readonly heads: readonly WriterHead[];
}

const aadOf = (head: Uint8Array): Bytes => concat(utf8("ww/1/backup"), head);

export const sealManifest = (
  manifest: BackupManifest,
  head: Uint8Array,
  epochKey: Uint8Array,
  random: Random,
): Bytes => {
  const content = encodeAny({
    time: manifest.time,
    app: manifest.app,
    feedEpoch: manifest.feed === undefined ? null : idBytes(manifest.feed.feedEpoch),
    seq: manifest.feed?.seq ?? 0,
    sections: countedSections.map((name) => {
      const { count, bytes, hash } = manifest.sections[name];
      return { count, bytes, hash: idBytes(hash) };
    }),
    heads: manifest.heads.map(({ writerId, wseq, hash }) => ({
      writerId: idBytes(writerId),
      wseq,
      hash: idBytes(hash),
    })),
  });
  return sealWithNonce(backupKeyOf(epochKey), content, aadOf(head), random);
};

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isBytes = (value: unknown, length: number): value is Uint8Array =>
  value instanceof Uint8Array && value.length === length;
const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
    ? (value as Record<string, unknown>)
    : {};

const parseSummary = (value: unknown): SectionSummary | undefined => {
  const { count, bytes, hash } = fieldsOf(value);
  return isCount(count) && isCount(bytes) && isBytes(hash, 32)
    ? { count, bytes, hash: idOf(hash) }
    : undefined;
};
const parseHead = (value: unknown): WriterHead | undefined => {
  const { writerId, wseq, hash } = fieldsOf(value);
  return isBytes(writerId, 16) && isCount(wseq) && isBytes(hash, 32)
    ? { writerId: idOf<WriterId>(writerId), wseq, hash: idOf(hash) }
    : undefined;
};
const parseManifest = (value: unknown): BackupManifest | undefined => {
  const { time, app, feedEpoch, seq, sections, heads } = fieldsOf(value);
  if (!isCount(time) || typeof app !== "string" || !isCount(seq)) return undefined;
  if (feedEpoch !== null && !isBytes(feedEpoch, 16)) return undefined;
  if (!Array.isArray(sections) || sections.length !== countedSections.length || !Array.isArray(heads))
    return undefined;
  const [membership, slots, log, attachments] = sections.map(parseSummary);
  const parsedHeads = heads.map(parseHead).filter((head) => head !== undefined);
  if (!membership || !slots || !log || !attachments || parsedHeads.length !== heads.length) return undefined;
  if (!isSorted(parsedHeads.map((head) => head.writerId))) return undefined;
  return {
    time,
    app,
    feed: feedEpoch === null ? undefined : { feedEpoch: idOf<FeedEpoch>(feedEpoch), seq },
    sections: { membership, slots, log, attachments },
    heads: parsedHeads,
  };
};

/** undefined: not sealed for this file's head under this key, or not a manifest. */
export const openManifest = (
  sealed: Uint8Array,
  head: Uint8Array,
  epochKey: Uint8Array,
): BackupManifest | undefined => {
  const content = openWithNonce(backupKeyOf(epochKey), sealed, aadOf(head));
  const value = content === undefined ? undefined : decodeAny(content);
  return value?.ok ? parseManifest(value.value) : undefined;
};

/** What the last section's signature is over: "ww/backup/1" ‖ H(all before that section). */
export const backupSignedBytes = (hashBefore: Uint8Array): Bytes => concat(utf8("ww/backup/1"), hashBefore);
