/**
 * What authors had seen, checked against what we were shown. Cited and not served once the stream is at its head is
 * WITHHELD; cited with another hash is FORK. A citation also readmits what a fence kept out: an accepted device had
 * built on it, and without it its own text would hang in the air (docs/protocol.md, "Fences and rotation").
 */
import { hashPrefixOf, type MembershipState, type WriterId } from "@whisperwell/crypto";
import { decodeChecked, encodeChecked, isCount, orThrow } from "../checked.ts";
import { hash8Of, type LogRecord, type Transaction } from "../store/port.ts";
import type { LogContext } from "./context.ts";
import { readHeads } from "./meta.ts";
import type { Citation, Intake } from "./page-intake.ts";
import { openStored } from "./read-document.ts";

export interface CitationFinding {
  readonly code: "WITHHELD" | "FORK";
  readonly writer: WriterId;
  readonly wseq: number;
}
type Tx = Pick<Transaction, "meta" | "log" | "docs">;

const pendingName = "cited";
const parsePending = (value: unknown): readonly Citation[] | undefined => {
  if (!Array.isArray(value)) return undefined;
  const all = value as [unknown, unknown, unknown, unknown][];
  return all.every(([, , wseq]) => isCount(wseq))
    ? all.map(([by, writer, wseq, hash]) => ({ by, writer, wseq, hash }) as Citation)
    : undefined;
};

const keyOf = ({ writer, wseq, hash }: Pick<Citation, "writer" | "wseq"> & { hash: string }) =>
  `${writer}/${wseq}/${hash}`;

/** Everything set aside by a fence up to a cited link becomes accepted, and so does what that cites in turn. */
const readmitCited = async (
  tx: Tx,
  context: LogContext,
  intake: Intake,
  membership: MembershipState,
  start: readonly Citation[],
): Promise<void> => {
  const fenced = new Set(
    [...membership.writers].flatMap(([id, { fence }]) => (fence === undefined ? [] : [id])),
  );
  if (fenced.size === 0) return;
  const reached = new Map<WriterId, number>();
  const queue = [...start];
  for (let citation = queue.shift(); citation !== undefined; citation = queue.shift()) {
    const { writer, wseq } = citation;
    if (!fenced.has(writer) || wseq <= (reached.get(writer) ?? -1)) continue;
    const inPage = intake.records().filter((record) => record.writer === writer);
    const stored = await tx.log.byWriter(writer, (reached.get(writer) ?? -1) + 1, wseq);
    reached.set(writer, wseq);
    const kept = new Map<string, LogRecord>();
    for (const record of [...stored, ...inPage])
      if (record.wseq <= wseq) kept.set(keyOf({ ...record, hash: hash8Of(record.hash) }), record);
    for (const record of kept.values()) {
      if (record.standing !== "quarantined" || record.reason !== "fence") continue;
      const content = openStored(record, context.session);
      if (!content.ok) continue; // its own author's fault: stays aside
      const before = intake.citations().length;
      intake.readmit(record, content.value);
      await tx.docs.delete([record.docTag]); // folded without it
      queue.push(...intake.citations().slice(before));
    }
  }
};

export const settleCitations = async (
  tx: Tx,
  context: LogContext,
  intake: Intake,
  membership: MembershipState,
  more: boolean,
): Promise<readonly CitationFinding[]> => {
  const record = await tx.meta.get(pendingName);
  const before = orThrow(decodeChecked(record, parsePending), pendingName) ?? [];
  await readmitCited(tx, context, intake, membership, [...intake.citations()]);
  const all = [...new Map([...before, ...intake.citations()].map((c) => [keyOf(c), c])).values()];
  if (all.length === 0) return [];
  const inPage = new Set(
    intake.records().map(({ writer, wseq, hash }) => keyOf({ writer, wseq, hash: hashPrefixOf(hash) })),
  );
  const open = all.filter((citation) => !inPage.has(keyOf(citation)));
  const stored = await tx.log.getMany(open.map(({ writer, wseq, hash }) => [writer, wseq, hash] as const));
  const missing = open.filter((_, index) => stored[index] === undefined);
  const pending = more ? missing : [];
  if (record !== undefined || pending.length > 0)
    await tx.meta.put([
      {
        name: pendingName,
        value: encodeChecked(
          pendingName,
          pending.map(({ by, writer, wseq, hash }) => [by, writer, wseq, hash]),
        ),
      },
    ]);
  if (more || missing.length === 0) return [];
  const heads = await readHeads(tx);
  return missing.map(({ writer, wseq }) => {
    const head = intake.heads().get(writer) ?? heads.get(writer);
    return { code: head !== undefined && head.wseq >= wseq ? "FORK" : "WITHHELD", writer, wseq };
  });
};
