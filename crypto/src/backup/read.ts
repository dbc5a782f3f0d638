/**
 * Reads a backup in one pass. What is handed out on the way is proven only by the end: keep it aside, use it when the
 * answer is ok. Everything a cut, swapped, mixed or flipped file can do has one named error.
 */
import { chunkBytes } from "../attachment.ts";
import { type Bytes, readU32, readU64 } from "../bytes.ts";
import { parseEnvelope } from "../envelope.ts";
import { maxBodyBytes } from "../envelope-header.ts";
import type { UnverifiedEnvelope } from "../envelope-proof.ts";
import { type BlobId, type Hash, idOf, type PrincipalId } from "../ids.ts";
import { type EpochKeys, openEpochKeys } from "../membership/keys.ts";
import { type MembershipLog, type RecordRefused, readMembershipLog } from "../membership/reduce.ts";
import { currentEpoch, livePrincipal } from "../membership/state.ts";
import type { Principal } from "../principal.ts";
import { assert, err, ok, type Result } from "../result.ts";
import { parseSlot, type Slot } from "../slot.ts";
import { verifySignature } from "../sodium.ts";
import { createChainCheck } from "./chains.ts";
import {
  type BackupHead,
  type BackupManifest,
  backupHeadBytes,
  backupSignedBytes,
  type CountedSection,
  countedSections,
  openManifest,
  parseBackupHead,
  type SectionName,
  type SectionSummary,
  sectionTypes,
} from "./format.ts";
import { type ByteStream, createByteStream } from "./stream.ts";
import type { BackupWay, WayError } from "./ways.ts";

export type BackupError =
  | { readonly code: "not-a-backup" | "version-unknown" | "trailing-bytes" }
  | { readonly code: "truncated" | "section-order" | "section-length"; readonly section: SectionName }
  | { readonly code: "membership"; readonly mseq: number; readonly reason: RecordRefused["code"] }
  /** Vault, genesis or epoch in front are not those of the membership log inside. */
  | { readonly code: "head" }
  | { readonly code: "slots" }
  | { readonly code: "way"; readonly reason: WayError["code"] }
  | { readonly code: "epoch-unreadable" }
  /** Item `index` of the log does not continue its writer's signed chain. */
  | { readonly code: "chain"; readonly index: number }
  | { readonly code: "attachments"; readonly index: number }
  | { readonly code: "manifest" }
  /** The manifest counted another section, or other heads, than the file holds. */
  | { readonly code: "section-hash"; readonly section: CountedSection }
  | { readonly code: "signature" }
  | { readonly code: "aborted" };
type Read<T> = Result<T, BackupError>;

export interface BackupChunk {
  readonly blobId: BlobId;
  readonly index: number;
  readonly total: number;
  readonly ciphertext: Bytes;
}
export interface OpenedBackup {
  readonly head: BackupHead;
  readonly log: MembershipLog;
  readonly slots: readonly Slot[];
  readonly principal: Principal;
  readonly epochKeys: EpochKeys;
}
export interface BackupReaders {
  /** Keys are open: comes before the first envelope. */
  readonly onOpened?: (opened: OpenedBackup) => Promise<void>;
  readonly onEnvelope?: (envelope: UnverifiedEnvelope, bytes: Bytes) => Promise<void>;
  readonly onChunk?: (chunk: BackupChunk) => Promise<void>;
  /** Bytes read so far, after each item. */
  readonly onProgress?: (bytes: number) => void;
  readonly signal?: AbortSignal;
}
export type VerifiedBackup = OpenedBackup & { readonly manifest: BackupManifest };

const maxEnvelope = 1 + 124 + maxBodyBytes + 65;
const maxChunk = chunkBytes + 16;
const maxListBytes = 64 * 1024 * 1024;
const maxManifestBytes = 16 * 1024 * 1024;

interface Section {
  readonly name: SectionName;
  readonly bytes: number;
  left: number;
}
interface Reading {
  readonly stream: ByteStream;
  readonly readers: BackupReaders;
  read: number;
}

const take = async (reading: Reading, section: Section, length: number): Promise<Read<Bytes>> => {
  if (reading.readers.signal?.aborted) return err({ code: "aborted" });
  if (length > section.left) return err({ code: "section-length", section: section.name });
  const bytes = await reading.stream.take(length);
  if (bytes === undefined) return err({ code: "truncated", section: section.name });
  section.left -= length;
  reading.read += length;
  reading.readers.onProgress?.(reading.read);
  return ok(bytes);
};

const openSection = async (reading: Reading, name: SectionName, most: number): Promise<Read<Section>> => {
  const head = await reading.stream.take(9);
  if (head === undefined) return err({ code: "truncated", section: name });
  reading.read += 9;
  if (head[0] !== sectionTypes[name]) return err({ code: "section-order", section: name });
  const bytes = readU64(head, 1);
  if (bytes === undefined || bytes > most) return err({ code: "section-length", section: name });
  return ok({ name, bytes, left: bytes });
};

/** `u32 length ‖ item`, capped before anything is allocated. */
const takeItem = async (reading: Reading, section: Section, most: number): Promise<Read<Bytes>> => {
  const length = await take(reading, section, 4);
  if (!length.ok) return length;
  const bytes = readU32(length.value, 0);
  return bytes > most
    ? err({ code: "section-length", section: section.name })
    : take(reading, section, bytes);
};

type Summaries = Map<CountedSection, SectionSummary>;
/** Reads a counted section with `body`, which answers how many items it held. */
const readCounted = async (
  reading: Reading,
  summaries: Summaries,
  name: CountedSection,
  body: (section: Section) => Promise<Read<number>>,
): Promise<Read<undefined>> => {
  const most = name === "membership" || name === "slots" ? maxListBytes : Number.MAX_SAFE_INTEGER;
  const section = await openSection(reading, name, most);
  if (!section.ok) return section;
  const hash = reading.stream.hashing();
  const count = await body(section.value);
  if (!count.ok) return count;
  summaries.set(name, { count: count.value, bytes: section.value.bytes, hash: idOf<Hash>(hash.digest()) });
  return ok(undefined);
};

const readList = async (
  reading: Reading,
  section: Section,
  most: number,
): Promise<Read<readonly Bytes[]>> => {
  const items: Bytes[] = [];
  while (section.left > 0) {
    const item = await takeItem(reading, section, most);
    if (!item.ok) return item;
    items.push(item.value);
  }
  return ok(items);
};

const readMembership = async (
  reading: Reading,
  summaries: Summaries,
  head: BackupHead,
): Promise<Read<MembershipLog>> => {
  let items: readonly Bytes[] = [];
  const section = await readCounted(reading, summaries, "membership", async (open) => {
    const list = await readList(reading, open, maxEnvelope);
    if (list.ok) items = list.value;
    return list.ok ? ok(list.value.length) : list;
  });
  if (!section.ok) return section;
  const stub = items.findIndex((item) => item[0] !== 0);
  if (stub >= 0) return err({ code: "membership", mseq: stub, reason: "no-body" });
  const log = readMembershipLog(items.map((item) => item.subarray(1)));
  if (!log.ok) return err({ code: "membership", mseq: log.error.mseq, reason: log.error.code });
  const { vaultId, genesisHash } = log.value.state;
  const same =
    vaultId === head.vaultId && genesisHash === head.genesisHash && head.n === currentEpoch(log.value.state);
  return same ? ok(log.value) : err({ code: "head" });
};

const readSlots = async (reading: Reading, summaries: Summaries): Promise<Read<readonly Slot[]>> => {
  const slots: Slot[] = [];
  const section = await readCounted(reading, summaries, "slots", async (open) => {
    const list = await readList(reading, open, 4096);
    if (!list.ok) return list;
    for (const bytes of list.value) {
      const slot = parseSlot(bytes);
      if (!slot.ok) return err({ code: "slots" });
      slots.push(slot.value);
    }
    return ok(slots.length);
  });
  return section.ok ? ok(slots) : section;
};

const openKeys = async (
  head: BackupHead,
  log: MembershipLog,
  slots: readonly Slot[],
  way: BackupWay,
): Promise<Read<OpenedBackup>> => {
  const principal = await way({ state: log.state, slots });
  if (!principal.ok) return err({ code: "way", reason: principal.error.code });
  const epochKeys = openEpochKeys(log.state, principal.value);
  if (!epochKeys.ok) return err({ code: "epoch-unreadable" });
  return ok({ head, log, slots, principal: principal.value, epochKeys: epochKeys.value });
};

type Heads = ReadonlyMap<string, { readonly wseq: number; readonly hash: Hash }>;
const readLog = async (
  reading: Reading,
  summaries: Summaries,
  { log }: OpenedBackup,
): Promise<Read<Heads>> => {
  const chains = createChainCheck(log.state);
  const section = await readCounted(reading, summaries, "log", async (open) => {
    let count = 0;
    for (; open.left > 0; count++) {
      const item = await takeItem(reading, open, maxEnvelope);
      if (!item.ok) return item;
      const form = item.value[0] === 0 ? "whole" : item.value[0] === 1 ? "stub" : undefined;
      const envelope = form === undefined ? undefined : parseEnvelope(item.value.subarray(1), form);
      if (!envelope?.ok || !chains.take(envelope.value)) return err({ code: "chain", index: count });
      await reading.readers.onEnvelope?.(envelope.value, item.value.slice(1));
    }
    return chains.finish() ? ok(count) : err({ code: "chain", index: count });
  });
  return section.ok ? ok(chains.heads()) : section;
};

const readBlob = async (reading: Reading, open: Section, index: number): Promise<Read<undefined>> => {
  const start = await take(reading, open, 20);
  if (!start.ok) return start;
  const [blobId, total] = [idOf<BlobId>(start.value.subarray(0, 16)), readU32(start.value, 16)];
  if (total === 0) return err({ code: "attachments", index });
  for (let chunk = 0; chunk < total; chunk++) {
    const ciphertext = await takeItem(reading, open, maxChunk);
    if (!ciphertext.ok) return ciphertext;
    await reading.readers.onChunk?.({ blobId, index: chunk, total, ciphertext: ciphertext.value });
  }
  return ok(undefined);
};
const readAttachments = (reading: Reading, summaries: Summaries): Promise<Read<undefined>> =>
  readCounted(reading, summaries, "attachments", async (open) => {
    let count = 0;
    for (; open.left > 0; count++) {
      const blob = await readBlob(reading, open, count);
      if (!blob.ok) return blob;
    }
    return ok(count);
  });

const checkSections = (manifest: BackupManifest, summaries: Summaries, heads: Heads): Read<undefined> => {
  for (const section of countedSections) {
    const [said, found] = [manifest.sections[section], summaries.get(section)];
    assert(found !== undefined, "every counted section was read before the manifest");
    if (said.count !== found.count || said.bytes !== found.bytes || said.hash !== found.hash)
      return err({ code: "section-hash", section });
  }
  const same =
    manifest.heads.length === heads.size &&
    manifest.heads.every(({ writerId, wseq, hash }) => {
      const head = heads.get(writerId);
      return head?.wseq === wseq && head.hash === hash;
    });
  return same ? ok(undefined) : err({ code: "section-hash", section: "log" });
};

const readManifest = async (
  reading: Reading,
  headBytes: Uint8Array,
  { epochKeys, head }: OpenedBackup,
): Promise<Read<BackupManifest>> => {
  const section = await openSection(reading, "manifest", maxManifestBytes);
  if (!section.ok) return section;
  const sealed = await take(reading, section.value, section.value.bytes);
  if (!sealed.ok) return sealed;
  const key = epochKeys.get(head.n);
  assert(key !== undefined, "the epoch in front is the newest of the log, and that was opened");
  const manifest = openManifest(sealed.value, headBytes, key);
  return manifest === undefined ? err({ code: "manifest" }) : ok(manifest);
};

const readSignature = async (
  reading: Reading,
  { log }: OpenedBackup,
  hashBefore: Uint8Array,
): Promise<Read<undefined>> => {
  const section = await openSection(reading, "signature", 80);
  if (!section.ok) return section;
  const signature = await take(reading, section.value, 80);
  if (!signature.ok) return signature;
  const device = livePrincipal(log.state, idOf<PrincipalId>(signature.value.subarray(0, 16)));
  const good =
    device?.kind === "device" &&
    verifySignature(signature.value.subarray(16), backupSignedBytes(hashBefore), device.edPub);
  return good ? ok(undefined) : err({ code: "signature" });
};

const readAll = async (reading: Reading, way: BackupWay): Promise<Read<VerifiedBackup>> => {
  const { stream, readers } = reading;
  const whole = stream.hashing();
  const headBytes = await stream.take(backupHeadBytes);
  const head = parseBackupHead(headBytes ?? new Uint8Array(0));
  if (!head.ok || headBytes === undefined) return head.ok ? err({ code: "not-a-backup" }) : head;
  reading.read += backupHeadBytes;
  const summaries: Summaries = new Map();
  const log = await readMembership(reading, summaries, head.value);
  if (!log.ok) return log;
  const slots = await readSlots(reading, summaries);
  if (!slots.ok) return slots;
  const opened = await openKeys(head.value, log.value, slots.value, way);
  if (!opened.ok) return opened;
  await readers.onOpened?.(opened.value);
  const heads = await readLog(reading, summaries, opened.value);
  if (!heads.ok) return heads;
  const attachments = await readAttachments(reading, summaries);
  if (!attachments.ok) return attachments;
  const manifest = await readManifest(reading, headBytes, opened.value);
  if (!manifest.ok) return manifest;
  const checked = checkSections(manifest.value, summaries, heads.value);
  if (!checked.ok) return checked;
  const signed = await readSignature(reading, opened.value, whole.digest());
  if (!signed.ok) return signed;
  if (!(await stream.ended())) return err({ code: "trailing-bytes" });
  return ok({ ...opened.value, manifest: manifest.value });
};

/**
 * Opens and verifies a whole file by one way in. Memory: one item, the membership log and one signature's envelope a
 * writer. Attachments' chunks are hashed, not opened: their keys stand in documents.
 */
export const readBackup = async (
  source: AsyncIterable<Uint8Array>,
  way: BackupWay,
  readers: BackupReaders = {},
): Promise<Read<VerifiedBackup>> => {
  const reading: Reading = { stream: createByteStream(source), readers, read: 0 };
  const answer = await readAll(reading, way);
  await reading.stream.close();
  return answer;
};
