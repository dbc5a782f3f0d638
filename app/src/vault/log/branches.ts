/**
 * The other branch of a writer, as a backup brought it: applied here, and never sent as it is, because a relay holds one
 * branch only. Its words are written again, and are remembered as waiting for that from the transaction that stores them.
 */
import type { WriterId } from "@whisperwell/crypto";
import { livePrincipal } from "@whisperwell/crypto";
import { attempt } from "../failure.ts";
import type { LogContext } from "./context.ts";
import { type MetaTx, metaFields } from "./meta.ts";
import { branchReason, branchSentReason } from "./page-intake.ts";
import { writeAgain } from "./write-again.ts";

export const noteBranches = async (tx: MetaTx, writers: Iterable<WriterId>): Promise<void> => {
  const before = (await metaFields.branches.get(tx)) ?? [];
  const all = new Set([...before, ...writers]);
  if (all.size > before.length) await metaFields.branches.put(tx, [...all]);
};

/** Once after a merge, and at each opening: one that ended in between goes on. Without room it is tried at the next one. */
export const sendBranches = async (context: LogContext): Promise<void> => {
  const { store, session } = context;
  const read = await attempt(() => store.read(["meta"], metaFields.branches.get));
  if (livePrincipal(session.membership(), session.device.id) === undefined) return; // shut out: nothing is sent
  for (const writer of read.ok ? (read.value ?? []) : []) {
    const log = await attempt(() => store.read(["log"], (tx) => tx.log.byWriter(writer, 0)));
    if (!log.ok) return;
    const waiting = log.value.filter(
      ({ reason, standing, seq }) => reason === branchReason && standing === "accepted" && seq === undefined,
    );
    const written = await writeAgain(context, waiting, async (tx) => {
      await tx.log.put(waiting.map((record) => ({ ...record, reason: branchSentReason })));
      const left = ((await metaFields.branches.get(tx)) ?? []).filter((id) => id !== writer);
      await metaFields.branches.put(tx, left);
    });
    if (!written.ok) return;
  }
};
