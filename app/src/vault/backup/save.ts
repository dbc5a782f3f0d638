/** Writes the backup as a stream, and reads one back: nothing but one item is in memory at a time. */
import {
  type DocTag,
  err,
  headerEpoch,
  ok,
  type Result,
  readBackup,
  vaultTag,
  wayOfPrincipal,
  writeBackup,
} from "@whisperwell/crypto";
import type { BackupError, BackupReport, Progress } from "../api.ts";
import type { EngineDeps } from "../deps.ts";
import type { OpenVault } from "../engine.ts";
import { fixedTagsOf } from "../fixed-tags.ts";
import { saveWhatIsBehindDamage } from "./damage.ts";
import { backupErrorOf } from "./errors.ts";
import { backupSource } from "./source.ts";

/** Documents with words that have become no commit: they found no room, or another tab has just typed them. */
const unwrittenWords = async (
  { store }: Pick<EngineDeps, "store">,
  { unlocked }: OpenVault,
): Promise<ReadonlySet<DocTag> | undefined> => {
  const drafts = await store.read(["drafts"], (tx) => tx.drafts.all());
  if (!drafts.ok) return undefined;
  return new Set([...drafts.value.map(({ tag }) => tag), ...unlocked.live.waiting()]);
};

export const saveBackup = async (
  deps: EngineDeps,
  open: OpenVault,
  sink: WritableStream<Uint8Array>,
  onProgress?: (progress: Progress) => void,
  signal?: AbortSignal,
): Promise<Result<BackupReport, BackupError>> => {
  const { session, context, live } = open.unlocked;
  await live.flush("leaving");
  const damage = await saveWhatIsBehindDamage(context);
  const unwritten = await unwrittenWords(deps, open);
  if (unwritten === undefined) return err({ code: "write-failed" });
  const n = headerEpoch(session.membership());
  const key = session.keyring.keyOf(n);
  const source = await backupSource(deps.store, damage.cuts);
  if (key === undefined || source === undefined) return err({ code: "write-failed" });
  const total = source.log.bytes + source.attachments.bytes;
  const writer = sink.getWriter();
  let bytes = 0;
  /** A sink may take its time over one piece; whoever stops this does not wait for it. */
  const stopped = new Promise<never>((_, reject) => {
    const stop = () => reject(new Error("stopped"));
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  });
  stopped.catch(() => undefined); // heard in the race, where there is one
  try {
    const written = await writeBackup(
      {
        random: deps.random,
        clock: deps.clock,
        signer: session.device,
        state: session.membership(),
        epochKey: { n, key },
        app: deps.appVersion,
        ...(signal !== undefined && { signal }),
      },
      source,
      async (piece) => {
        await Promise.race([writer.write(piece), stopped]);
        bytes += piece.length;
        onProgress?.({ done: Math.min(bytes, total), total });
      },
    );
    if (!written.ok) {
      await writer.abort(written.error.code);
      return err({ code: written.error.code === "aborted" ? "cancelled" : "write-failed" });
    }
    await Promise.race([writer.close(), stopped]);
    const fixed = fixedTagsOf(open.unlocked.session);
    const entries = [...context.rows.entries().keys()].filter((tag) => !fixed.has(tag)).length;
    const attachments = written.value.sections.attachments.count;
    const lacking = [...new Set([...damage.lost, ...unwritten])].filter((tag) => !fixed.has(tag)).length;
    const report = { bytes, entries, attachments, at: written.value.time };
    return ok(lacking === 0 ? report : { ...report, lacking });
  } catch {
    if (signal?.aborted === true) {
      writer.abort("cancelled").catch(() => undefined); // what it wrote so far is no backup
      return err({ code: "cancelled" });
    }
    // The sink is the person's disk: whatever it says, the file is not a backup and this journal is unchanged.
    return err({ code: "write-failed" });
  }
};

export const piecesOf = async function* (file: Blob): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
};

/** Reads a written file to its end with this device's own keys. */
export const verifyBackup = async (
  open: OpenVault,
  file: Blob,
  signal?: AbortSignal,
): Promise<Result<BackupReport, BackupError>> => {
  const tags = new Set<DocTag>();
  const read = await readBackup(piecesOf(file), wayOfPrincipal(open.unlocked.session.device), {
    onEnvelope: async ({ header }) => void tags.add(header.docTag),
    ...(signal !== undefined && { signal }),
  });
  if (!read.ok) return err(backupErrorOf(read.error, "passphrase"));
  const fixed = fixedTagsOf(open.unlocked.session);
  const entries = [...tags].filter((tag) => tag !== vaultTag && !fixed.has(tag)).length;
  const { manifest } = read.value;
  return ok({
    bytes: file.size,
    entries,
    attachments: manifest.sections.attachments.count,
    at: manifest.time,
  });
};
