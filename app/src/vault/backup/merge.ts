/** A backup of this very vault into this browser: what it has and this log lacks is added; it never replaces. */
import {
  type DocTag,
  err,
  ok,
  type Result,
  type VerifiedBackup,
  type WriterId,
  wayOfPrincipal,
  zeroWriter,
} from "@whisperwell/crypto";
import type { BackupError, Progress } from "../api.ts";
import type { OpenVault } from "../engine.ts";
import { attempt } from "../failure.ts";
import { sendBranches } from "../log/branches.ts";
import { freezeWriter } from "../log/freeze.ts";
import { epochKeysFor, recordOfOthers } from "../log/membership-log.ts";
import { headField, readHeads } from "../log/meta.ts";
import { ownWriters } from "../log/outbox.ts";
import { fillFromFile } from "./fill.ts";
import { storageErrorOf } from "./restore.ts";

/** Takes over the file's records behind our head, where it extends our log. */
const adoptRecords = async ({ unlocked }: OpenVault, { log }: VerifiedBackup) => {
  const { session, context } = unlocked;
  const ours = session.membership();
  if (log.state.mseq <= ours.mseq) return;
  if (log.steps[ours.mseq]?.envelope.hash !== ours.head) {
    await context.alarms.raise("MEMBERSHIP_FORK", { mseq: ours.mseq });
    return;
  }
  const longer = log.steps.slice(ours.mseq + 1).map(recordOfOthers);
  const written = await attempt(() =>
    context.store.write(["log", "meta"], "strict", async (tx) => {
      await tx.log.put(longer);
      const field = headField(zeroWriter);
      const before = await field.get(tx);
      await field.put(tx, { ...before, wseq: log.state.mseq, hash: log.state.head });
    }),
  );
  if (!written.ok) return;
  session.advance(log.state, epochKeysFor(log.state, session.device).keys);
  context.events.emit({ type: "membership" });
};

/** Writers of ours the file knows further than we do: an earlier life of this storage wrote to them. */
const freezeRegressed = async ({ unlocked }: OpenVault, { manifest }: VerifiedBackup) => {
  const { context } = unlocked;
  const own = ownWriters(context);
  const heads = await attempt(() => context.store.read(["meta"], readHeads));
  if (!heads.ok) return;
  const further = manifest.heads.filter(
    ({ writerId, wseq }) => own.has(writerId) && wseq > (heads.value.get(writerId)?.wseq ?? -1),
  );
  for (const { writerId } of further) await freeze(context, writerId);
};
const freeze = async (context: OpenVault["unlocked"]["context"], writer: WriterId) => {
  await context.store.write(["meta"], "strict", (tx) => freezeWriter.inside(tx, writer));
  await context.alarms.raise("WRITER_FORK", { writer: writer.slice(0, 8) });
  await context.onFrozen(writer);
};

export const mergeIntoOpen = async (
  open: OpenVault,
  file: Blob,
  verified: VerifiedBackup,
  onProgress?: (progress: Progress) => void,
  signal?: AbortSignal,
): Promise<Result<ReadonlySet<DocTag>, BackupError>> => {
  const { session, context, blobs, settled } = open.unlocked;
  await adoptRecords(open, verified);
  await freezeRegressed(open, verified);
  const filled = await fillFromFile(
    {
      store: context.store,
      random: context.random,
      now: context.clock.now(),
      local: session.local,
      rows: context.rows,
      own: ownWriters(context),
      owed: new Set(),
    },
    file,
    wayOfPrincipal(verified.principal),
    session,
    session.membership(),
    onProgress,
    signal,
  );
  if (!filled.ok) return err(storageErrorOf(filled.error));
  const { tags, forked } = filled.value;
  for (const writer of forked) {
    await context.alarms.raise("WRITER_FORK", { writer: writer.slice(0, 8) });
    if (ownWriters(context).has(writer)) await context.onFrozen(writer);
  }
  if (forked.size > 0) context.events.emit({ type: "outbox" });
  await sendBranches(context);
  const docTags = [...tags];
  context.events.emit({ type: "commits", origin: "feed", docTags });
  context.look(docTags);
  blobs.changed();
  await settled();
  return ok(tags);
};
