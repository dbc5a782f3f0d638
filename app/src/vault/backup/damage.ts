/**
 * Links of the log whose bytes are not those they were signed as. A file can carry a chain only up to there, so what can
 * still be read behind it is written again first; documents of which something cannot be read any more are named.
 */
import {
  type DocTag,
  isSignedBy,
  livePrincipal,
  parseEnvelope,
  type UnverifiedEnvelope,
  type WriterId,
  zeroWriter,
} from "@whisperwell/crypto";
import { attempt } from "../failure.ts";
import type { LogContext } from "../log/context.ts";
import { freezeWriter } from "../log/freeze.ts";
import { metaFields, readHeads } from "../log/meta.ts";
import { ownWriters } from "../log/outbox.ts";
import { writeAgain } from "../log/write-again.ts";
import type { LogRecord } from "../store/port.ts";

/** Last wseq of a writer that a file can carry; -1 for nothing of it. */
export type Cuts = ReadonlyMap<WriterId, number>;
export interface Damage {
  readonly cuts: Cuts;
  /** Documents with something that is in no file. */
  readonly lost: ReadonlySet<DocTag>;
}

const readAtOnce = 200;

const wholeOf = (record: LogRecord): UnverifiedEnvelope | undefined => {
  const parsed = parseEnvelope(record.bytes, record.form);
  return parsed.ok && parsed.value.hash === record.hash ? parsed.value : undefined;
};

interface Found {
  readonly cut: number;
  readonly damaged: readonly LogRecord[];
  readonly behind: readonly LogRecord[];
}
/** undefined: this writer's chain is whole and signed. */
const damageOf = async (
  { store, session }: LogContext,
  writer: WriterId,
  last: number,
): Promise<Found | undefined> => {
  const { principals, writers } = session.membership();
  const device = writers.get(writer)?.device;
  const edPub = device && principals.get(device)?.edPub;
  let cut = -1; // the last signed link before the first damaged one
  let isTipSigned = true;
  const damaged: LogRecord[] = [];
  let behind: LogRecord[] = [];
  for (let from = 0; from <= last; from += readAtOnce) {
    const to = Math.min(last, from + readAtOnce - 1);
    const read = await store.read(["log"], (tx) => tx.log.byWriter(writer, from, to));
    if (!read.ok) return undefined; // the file is not written either
    for (const record of read.value) {
      const envelope = wholeOf(record);
      if (envelope === undefined) damaged.push(record);
      isTipSigned = envelope !== undefined && edPub !== undefined && isSignedBy(envelope, edPub);
      if (damaged.length > 0) behind.push(record);
      else if (isTipSigned) {
        cut = record.wseq;
        behind = [];
      } else behind.push(record);
    }
  }
  return damaged.length > 0 || !isTipSigned ? { cut, damaged, behind } : undefined;
};

/** Freezes writers of ours that are damaged and writes again what is behind, once. */
export const saveWhatIsBehindDamage = async (context: LogContext): Promise<Damage> => {
  const { store, session, alarms } = context;
  const cuts = new Map<WriterId, number>();
  const lost = new Set<DocTag>();
  const read = await attempt(() =>
    store.read(["meta"], async (tx) => ({
      heads: await readHeads(tx),
      again: await metaFields.writtenAgain.get(tx),
    })),
  );
  if (!read.ok) return { cuts, lost };
  const again = new Map((read.value.again ?? []).map(({ writer, wseq }) => [writer, wseq]));
  const mayWrite = livePrincipal(session.membership(), session.device.id) !== undefined;
  for (const [writer, { wseq }] of read.value.heads) {
    const found = writer === zeroWriter ? undefined : await damageOf(context, writer, wseq);
    if (found === undefined) continue;
    cuts.set(writer, found.cut);
    for (const { docTag } of found.damaged) lost.add(docTag);
    if (ownWriters(context).has(writer)) {
      await store.write(["meta"], "strict", (tx) => freezeWriter.inside(tx, writer));
      await context.onFrozen(writer);
    }
    await alarms.raise("BODY_MISSING", {
      writer: writer.slice(0, 8),
      change: found.damaged[0]?.wseq ?? wseq,
    });
    const waiting = found.behind.filter(
      (record) =>
        record.standing === "accepted" &&
        !found.damaged.includes(record) &&
        record.wseq > (again.get(writer) ?? -1),
    );
    if (waiting.length === 0) continue;
    const written = mayWrite
      ? await writeAgain(context, waiting, async (tx) => {
          const others = ((await metaFields.writtenAgain.get(tx)) ?? []).filter(
            (one) => one.writer !== writer,
          );
          await metaFields.writtenAgain.put(tx, [...others, { writer, wseq }]);
        })
      : undefined;
    if (written?.ok !== true) for (const { docTag } of waiting) lost.add(docTag);
  }
  return { cuts, lost };
};
