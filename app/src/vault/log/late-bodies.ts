/**
 * Bodies that did not come with their page. The commit is kept as a stub and named BODY_MISSING; it is asked for again
 * until it comes, and then takes its place as if it had never been late.
 */
import {
  type Bytes,
  type DocTag,
  envelopeKinds,
  type Hash,
  parseEnvelope,
  type Result,
  type UnverifiedEnvelope,
  verifiedBefore,
  type WriterId,
  zeroHlc,
} from "@whisperwell/crypto";
import type { OutboxFault } from "../../sync/ports.ts";
import { attempt } from "../failure.ts";
import { type LogRecord, logKeyOf, type Transaction, type VaultStore } from "../store/port.ts";
import { settleCitations } from "./citations.ts";
import type { LogContext } from "./context.ts";
import type { HeldWrite } from "./held-writes.ts";
import { type Bodyless, type MetaTx, metaFields, putHeads, putSeen, readHeads, readSeen } from "./meta.ts";
import { createIntake } from "./page-intake.ts";
import { putQuarantined, readQuarantined } from "./quarantine.ts";

const isBodyless = ({ kind, form, reason }: LogRecord): boolean =>
  kind === envelopeKinds.commit && form === "stub" && reason === "no-body";

/** Remembers which of these came without their body. */
export const bodylessOf = (records: readonly LogRecord[]) =>
  records.filter(isBodyless).map(({ writer, wseq, hash }) => ({ writer, wseq, hash }));
export const noteBodyless = async (tx: MetaTx, records: readonly LogRecord[]): Promise<void> => {
  const added = bodylessOf(records);
  if (added.length === 0) return;
  await metaFields.bodyless.put(tx, [...((await metaFields.bodyless.get(tx)) ?? []), ...added]);
};

/** Runs of one writer, both ends included. */
export const readBodyless = async (
  store: VaultStore,
): Promise<readonly { readonly writerId: WriterId; readonly from: number; readonly to: number }[]> => {
  const read = await attempt(() => store.read(["meta"], metaFields.bodyless.get));
  const runs: { writerId: WriterId; from: number; to: number }[] = [];
  for (const { writer, wseq } of read.ok ? (read.value ?? []) : []) {
    const run = runs.findLast(({ writerId }) => writerId === writer);
    if (run?.to === wseq - 1) run.to = wseq;
    else runs.push({ writerId: writer, from: wseq, to: wseq });
  }
  return runs;
};

/** Documents of which something stands at these places or behind them. */
export const documentsBehind = async (
  store: VaultStore,
  places: readonly { readonly writerId: WriterId; readonly from: number }[],
): Promise<number> => {
  const read = await store.read(["log"], async (tx) => {
    const tags = new Set<DocTag>();
    for (const { writerId, from } of places)
      for (const { docTag } of await tx.log.byWriter(writerId, from)) tags.add(docTag);
    return tags.size;
  });
  return read.ok ? read.value : 0;
};

const matching = async (
  tx: Pick<Transaction, "log">,
  waiting: readonly Bodyless[],
  came: ReadonlyMap<Hash, UnverifiedEnvelope>,
) => {
  const known = waiting.filter(({ hash }) => came.has(hash));
  const records = await tx.log.getMany(known.map(logKeyOf));
  return records.flatMap((record) => {
    const envelope = record && isBodyless(record) ? came.get(record.hash) : undefined;
    return record && envelope ? [{ record, envelope }] : [];
  });
};

/** What does not have the hash of a stub that waits for it is nobody's body, and is dropped. */
export const takeBodies = async (
  context: LogContext,
  write: HeldWrite,
  bodies: readonly Bytes[],
): Promise<Result<void, OutboxFault>> => {
  const { session, rows, clock, events, look } = context;
  const came = new Map<Hash, UnverifiedEnvelope>();
  for (const bytes of bodies) {
    const parsed = parseEnvelope(bytes);
    if (parsed.ok) came.set(parsed.value.hash, parsed.value);
  }
  const written = await write(["meta", "log", "rows", "docs"], "strict", async (tx) => {
    const waiting = (await metaFields.bodyless.get(tx)) ?? [];
    const found = await matching(tx, waiting, came);
    if (found.length === 0) return undefined;
    const membership = session.membership();
    const docTags = [...new Set(found.map(({ record }) => record.docTag))];
    const edit = await rows.edit(tx, docTags);
    const clocks = (await metaFields.clocks.get(tx)) ?? { own: zeroHlc, received: zeroHlc };
    const intake = createIntake({
      session,
      membership,
      heads: await readHeads(tx),
      seen: await readSeen(tx),
      setAside: await readQuarantined(tx),
      received: clocks.received,
      now: clock.now(),
      edit,
    });
    for (const { record, envelope } of found) {
      // The stub's chain was verified when its page came, and this is the body of that stub.
      const signer = membership.writers.get(record.writer)?.device ?? session.device.id;
      intake.complete(record, verifiedBefore(envelope, signer));
    }
    await settleCitations(tx, context, intake, membership, true);
    await tx.log.put(intake.records());
    await putHeads(tx, intake.heads());
    await putSeen(tx, intake.seen());
    await putQuarantined(tx, intake.setAside());
    const done = new Set(found.map(({ record }) => record.hash));
    await metaFields.bodyless.put(
      tx,
      waiting.filter(({ hash }) => !done.has(hash)),
    );
    await metaFields.clocks.put(tx, { own: clocks.own, received: intake.received() });
    await edit.finish();
    return { edit, docTags };
  });
  if (!written.ok) return written;
  if (written.value === undefined) return { ok: true, value: undefined };
  const { edit, docTags } = written.value;
  edit.apply();
  events.emit({ type: "commits", origin: "feed", docTags });
  events.emit({ type: "progress" });
  look(docTags);
  return { ok: true, value: undefined };
};
