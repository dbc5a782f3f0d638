/**
 * Envelopes and attachments of a verified file into a log: judged as those of a feed are, but never cited and never
 * counted as shown. Chains only ever grow: what this log already has stays as it is, and another branch stands beside it.
 */
import {
  type BackupChunk,
  type BackupWay,
  type BlobId,
  chunkIdOf,
  createKeyring,
  createVaultIdentity,
  type DocTag,
  err,
  type Hash,
  type LocalKeys,
  type MembershipState,
  type OpenedBackup,
  ok,
  type Random,
  type Result,
  readBackup,
  type UnverifiedEnvelope,
  verifiedBefore,
  type WriterId,
  zeroHlc,
} from "@whisperwell/crypto";
import type { BackupError, Progress } from "../api.ts";
import { attempt } from "../failure.ts";
import { fixedTagsOf } from "../fixed-tags.ts";
import { loadRows } from "../live/row-entries.ts";
import { createRowIndex, type RowIndex } from "../live/row-index.ts";
import { putWholeBlobs } from "../log/blobs.ts";
import { noteBranches } from "../log/branches.ts";
import { freezeWriter } from "../log/freeze.ts";
import { type MetaTx, metaFields, putHeads, putSeen, readHeads, readSeen } from "../log/meta.ts";
import { createIntake } from "../log/page-intake.ts";
import { putQuarantined, readQuarantined } from "../log/quarantine.ts";
import type { Session } from "../session.ts";
import {
  hash8Of,
  type LogRecord,
  type StoreFailure,
  type Transaction,
  type VaultStore,
} from "../store/port.ts";
import { piecesOf } from "./save.ts";

const envelopesAtOnce = 256;
const chunkBytesAtOnce = 8 * 1024 * 1024;

export interface FillDeps {
  readonly store: VaultStore;
  readonly random: Random;
  readonly now: number;
  /** Keys the rows are sealed with on this device. */
  readonly local: LocalKeys;
  /** Says in each transaction whether this browser is still the one being filled; nothing is written otherwise. */
  readonly still?: (tx: MetaTx) => Promise<boolean>;
  /** Writers of this device: one whose chain in the file is another is over. */
  readonly own?: ReadonlySet<WriterId>;
  /** The open vault's index; without one an index of its own is used. */
  readonly rows?: RowIndex;
  /** Counts what it brings as owed to the relay, each document once; without it nothing is owed. */
  readonly owed?: Set<DocTag>;
}
/** What envelopes are opened with: the open session's, or the file's own. */
export type FileKeys = Pick<Session, "keyring" | "identity">;

export const keysOfFile = ({ log, epochKeys }: OpenedBackup): FileKeys | undefined => {
  const first = epochKeys.get(0);
  const { vaultId } = log.state;
  return first === undefined
    ? undefined
    : {
        keyring: createKeyring(
          vaultId,
          [...epochKeys].map(([n, key]) => ({ n, key })),
        ),
        identity: createVaultIdentity(first, vaultId),
      };
};

const takenOver: StoreFailure = { code: "storage-refused", cause: new Error("another restore") };

/**
 * What of a batch is not here yet, known by its hash and not by its number. `forked` grows by the writers whose chain in the
 * file leaves the one here: what follows of theirs is another branch.
 */
const sortNew = async (
  tx: Pick<Transaction, "log">,
  batch: readonly UnverifiedEnvelope[],
  heads: ReadonlyMap<WriterId, { readonly wseq: number; readonly hash: Hash }>,
  forked: Set<WriterId>,
): Promise<readonly UnverifiedEnvelope[]> => {
  const tips = new Map(heads);
  const old = batch.filter(({ header }) => heads.has(header.writerId));
  const records = await tx.log.getMany(
    old.map(({ header, hash }) => [header.writerId, header.wseq, hash8Of(hash)] as const),
  );
  const here = new Set(records.map((record) => record?.hash));
  const fresh = batch.filter(({ hash }) => !here.has(hash));
  for (const { header, hash } of fresh) {
    const { writerId, wseq, prev } = header;
    const tip = tips.get(writerId);
    const goesOn = tip === undefined || (wseq === tip.wseq + 1 && prev === tip.hash);
    if (goesOn) tips.set(writerId, { wseq, hash });
    else forked.add(writerId);
  }
  return fresh;
};

/** Counted in the transaction that stores them. A branch is not: its words go out under another writer. */
const noteOwed = async (
  tx: MetaTx,
  owed: Set<DocTag>,
  records: readonly LogRecord[],
  forked: ReadonlySet<WriterId>,
  fixed: ReadonlySet<DocTag>,
) => {
  const counted = owed.size;
  let others = 0;
  for (const { docTag, standing, writer } of records) {
    if (standing !== "accepted" || forked.has(writer) || owed.has(docTag)) continue;
    owed.add(docTag);
    if (fixed.has(docTag)) others += 1;
  }
  if (owed.size === counted) return;
  await metaFields.owed.put(tx, ((await metaFields.owed.get(tx)) ?? 0) + owed.size - counted);
  if (others > 0) await metaFields.owedOthers.put(tx, ((await metaFields.owedOthers.get(tx)) ?? 0) + others);
};

const storeEnvelopes = (
  { store, now, still, own, owed }: FillDeps,
  forked: Set<WriterId>,
  rows: RowIndex,
  keys: FileKeys,
  membership: MembershipState,
  batch: readonly UnverifiedEnvelope[],
) =>
  attempt(() =>
    store.write(["meta", "log", "rows"], "strict", async (tx) => {
      if (still !== undefined && !(await still(tx))) return undefined;
      const heads = await readHeads(tx);
      const fresh = await sortNew(tx, batch, heads, forked);
      const edit = await rows.edit(tx, [...new Set(fresh.map(({ header }): DocTag => header.docTag))]);
      const clocks = (await metaFields.clocks.get(tx)) ?? { own: zeroHlc, received: zeroHlc };
      const intake = createIntake({
        session: keys,
        membership,
        heads,
        seen: await readSeen(tx),
        setAside: await readQuarantined(tx),
        received: clocks.received,
        now,
        edit,
        branches: new Set(fresh.flatMap(({ header, hash }) => (forked.has(header.writerId) ? [hash] : []))),
      });
      for (const envelope of fresh) {
        const signer = membership.writers.get(envelope.header.writerId)?.device;
        // The file was read to its end and every chain in it verified before anything is stored.
        if (signer !== undefined) intake.take(undefined, verifiedBefore(envelope, signer));
      }
      await tx.log.put(intake.records());
      // Our branch stays the one that goes on; of our own writers neither does.
      await putHeads(tx, new Map([...intake.heads()].filter(([writer]) => !forked.has(writer))));
      await noteBranches(tx, forked);
      for (const writer of forked) if (own?.has(writer) === true) await freezeWriter.inside(tx, writer);
      await putSeen(tx, intake.seen());
      await putQuarantined(tx, intake.setAside());
      if (owed !== undefined) await noteOwed(tx, owed, intake.records(), forked, fixedTagsOf(keys));
      await edit.finish();
      await metaFields.clocks.put(tx, { own: clocks.own, received: intake.received() });
      return edit;
    }),
  );

export interface Filled {
  /** Documents it holds. */
  readonly tags: ReadonlySet<DocTag>;
  /** Writers of whom this log had another branch. */
  readonly forked: ReadonlySet<WriterId>;
}
/** Second reading of a file that was verified to its end by the first. */
export const fillFromFile = async (
  deps: FillDeps,
  file: Blob,
  way: BackupWay,
  keys: FileKeys,
  membership: MembershipState,
  onProgress?: (progress: Progress) => void,
  signal?: AbortSignal,
): Promise<Result<Filled, BackupError | StoreFailure>> => {
  const loaded = await attempt(() => deps.store.read(["rows", "meta"], (tx) => loadRows(tx, deps.local)));
  if (!loaded.ok) return loaded;
  const rows = deps.rows ?? createRowIndex(loaded.value, deps.local, deps.random);
  const tags = new Set<DocTag>();
  const forked = new Set<WriterId>();
  let failure: StoreFailure | undefined;
  let envelopes: UnverifiedEnvelope[] = [];
  let chunks: { blobId: BlobId; chunkId: Hash; ciphertext: BackupChunk["ciphertext"] }[] = [];
  let chunkBytes = 0;
  const flushEnvelopes = async () => {
    if (failure !== undefined || envelopes.length === 0) return;
    const written = await storeEnvelopes(deps, forked, rows, keys, membership, envelopes);
    envelopes = [];
    if (!written.ok) failure = written.error;
    else if (written.value === undefined) failure = takenOver;
    else written.value.apply();
  };
  const flushChunks = async () => {
    if (failure !== undefined || chunks.length === 0) return;
    const whole = chunks;
    const written = await deps.store.write(["blobs", "meta"], "strict", async (tx) => {
      if (deps.still !== undefined && !(await deps.still(tx))) return false;
      await putWholeBlobs(tx, whole);
      return true;
    });
    chunks = [];
    chunkBytes = 0;
    if (!written.ok) failure = written.error;
    else if (!written.value) failure = takenOver;
  };
  const read = await readBackup(piecesOf(file), way, {
    onEnvelope: async (envelope) => {
      tags.add(envelope.header.docTag);
      envelopes.push(envelope);
      if (envelopes.length >= envelopesAtOnce) await flushEnvelopes();
    },
    onChunk: async ({ blobId, index, total, ciphertext }) => {
      chunks.push({ blobId, chunkId: chunkIdOf(ciphertext), ciphertext });
      chunkBytes += ciphertext.length;
      if (index === total - 1 && chunkBytes >= chunkBytesAtOnce) await flushChunks();
    },
    onProgress: (bytes) => onProgress?.({ done: bytes, total: file.size }),
    ...(signal !== undefined && { signal }),
  });
  await flushEnvelopes();
  await flushChunks();
  if (failure !== undefined) return err(failure);
  if (!read.ok) return err({ code: read.error.code === "aborted" ? "cancelled" : "backup-damaged" });
  return ok({ tags, forked });
};
