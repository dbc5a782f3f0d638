/**
 * A log in memory that keeps the port's promises with real envelopes: what a vault's log does on a disk, in one
 * synchronous step a call. `disk` outlives the log that uses it, so a test can crash one and open it again.
 */
import {
  assert,
  type Bytes,
  createKeyring,
  type DocTag,
  type EpochKey,
  encodeEnvelope,
  envelopeVersion,
  err,
  type FeedEpoch,
  fromUtf8,
  type Hash,
  type MembershipState,
  ok,
  openEnvelope,
  type Principal,
  parseEnvelope,
  type Random,
  reduceMembership,
  sealEnvelope,
  sign,
  signEnvelope,
  utf8,
  verifiedBefore,
  type WriterHead,
  type WriterId,
  zeroHash,
  zeroWriter,
} from "@whisperwell/crypto";
import { judgePage, linkKey, linksToLookUp, readPage } from "../judge-page.ts";
import type { Cursor, LogPort, OutboxRun } from "../ports.ts";
import { splitRuns } from "../run-items.ts";

type RowState = "local" | "sent" | "durable" | "stopped" | "re-emitted";
interface Row {
  readonly writerId: WriterId;
  readonly wseq: number;
  readonly hash: Hash;
  readonly bytes: Bytes;
  readonly text: string;
  state: RowState;
  /** Where an ACK or a page put it. */
  place: { readonly feedEpoch: FeedEpoch; readonly seq: number } | undefined;
}
/** What survives a crash. */
export interface Disk {
  membership: MembershipState;
  readonly records: Bytes[];
  readonly rows: Map<string, Row>;
  readonly heads: Map<WriterId, WriterHead>;
  readonly outbox: Row[];
  readonly frozen: Set<WriterId>;
  /** Writers whose waiting words membership puts under an epoch that is over. */
  readonly outdated: Set<WriterId>;
  cursor: Cursor | undefined;
  unfilled: FeedEpoch | undefined;
  holder: number;
}
export interface MemoryLog extends LogPort {
  readonly disk: Disk;
  /** Ours, in the order they are used up. */
  readonly writerIds: readonly WriterId[];
  readonly alarms: { readonly code: string; readonly details: Readonly<Record<string, string | number>> }[];
  readonly write: (...texts: readonly string[]) => void;
  /** Puts a membership record into the outbox; issued again on the new head when it lost a race. */
  readonly publish: (issue: (state: MembershipState) => Bytes) => void;
  /** Sorted texts of all rows: equal on two devices that hold the same log. */
  readonly texts: () => readonly string[];
  readonly unsent: () => number;
  /** Resolves once it is so; looked at after everything that changes this log. Rejects after 20 s with how it stands. */
  readonly until: (isSo: () => boolean) => Promise<void>;
  /** Another tab took over: this log's writes are refused from now on. */
  readonly loseHold: () => void;
}
export interface MemoryLogDeps {
  readonly random: Random;
  readonly device: Principal;
  readonly writerIds: readonly WriterId[];
  readonly epochKey: EpochKey;
  readonly disk: Disk;
}

export const createDisk = (membership: MembershipState, records: readonly Bytes[]): Disk => ({
  membership,
  records: [...records],
  rows: new Map(),
  heads: new Map(),
  outbox: [],
  frozen: new Set(),
  outdated: new Set(),
  cursor: undefined,
  unfilled: undefined,
  holder: 0,
});

const docTag = "d0".repeat(16) as DocTag;

export const createMemoryLog = ({ random, device, writerIds, epochKey, disk }: MemoryLogDeps): MemoryLog => {
  const { vaultId } = disk.membership;
  const keyring = createKeyring(vaultId, [epochKey]);
  const listeners = new Set<() => void>();
  const alarms: MemoryLog["alarms"] = [];
  disk.holder += 1;
  const generation = disk.holder;
  const watchers = new Set<() => void>();
  const touched = () => {
    for (const watcher of watchers) watcher();
  };
  const intents: ((state: MembershipState) => Bytes)[] = [];
  const holds = () => generation === disk.holder;

  const writer = (): WriterId => {
    const free = writerIds.find((writerId) => !disk.frozen.has(writerId));
    assert(free !== undefined, "a test uses up no more than four writers");
    return free;
  };
  const put = (row: Row) => {
    disk.rows.set(linkKey(row), row);
    const { writerId, wseq, hash } = row;
    disk.heads.set(writerId, { writerId, wseq, hash });
  };
  const append = (text: string) => {
    const writerId = writer();
    const head = disk.heads.get(writerId);
    const sealed = sealEnvelope(
      {
        kind: "commit",
        vaultId,
        writerId,
        wseq: head === undefined ? 0 : head.wseq + 1,
        epoch: epochKey.n,
        docTag,
        prev: head?.hash ?? zeroHash,
      },
      utf8(text),
      { keyring, random, signer: device.id },
    );
    assert(sealed.ok, "a short text can be sealed");
    const envelope = signEnvelope(sealed.value, device);
    const row: Row = {
      writerId,
      wseq: envelope.header.wseq,
      hash: envelope.hash,
      bytes: encodeEnvelope(envelope),
      text,
      state: "local",
      place: undefined,
    };
    put(row);
    disk.outbox.push(row);
  };
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const forgetDurable = () => {
    disk.outbox.splice(0, disk.outbox.length, ...disk.outbox.filter(({ state }) => state !== "durable"));
  };
  const waiting = () => disk.outbox.filter(({ state }) => state === "local");

  /** The outbox's order, cut into runs of one writer; records alone. */
  const take: LogPort["outbox"]["take"] = async (maxRuns) => {
    if (!holds()) return err({ code: "stale-holder" });
    const runs: OutboxRun[] = [];
    const rows = waiting();
    for (let at = 0; at < rows.length && runs.length < maxRuns; ) {
      const first = rows[at] as Row;
      let end = at + 1;
      while (
        first.writerId !== zeroWriter &&
        rows[end]?.writerId === first.writerId &&
        rows[end]?.wseq === (rows[end - 1] as Row).wseq + 1
      )
        end += 1;
      const [run] = splitRuns(
        first.writerId,
        first.wseq,
        rows.slice(at, end).map(({ bytes }) => bytes),
      );
      assert(run !== undefined, "a run of at least one row");
      runs.push(run);
      for (const row of rows.slice(at, at + run.envelopes.length)) row.state = "sent";
      at += run.envelopes.length;
    }
    return ok(runs);
  };

  /** Unpublished records wait in the outbox alone: the membership this log believes is the published one. */
  const issueNext = () => {
    const issue = intents[0];
    if (issue === undefined) return;
    const bytes = issue(disk.membership);
    const parsed = parseEnvelope(bytes);
    assert(parsed.ok, "an issued record parses");
    const { hash, header } = parsed.value;
    const place = { writerId: zeroWriter, wseq: header.wseq, hash };
    disk.outbox.push({ ...place, bytes, text: "", state: "local", place: undefined });
    changed();
  };
  const settleRecord = (mseq: number) => {
    const row = disk.outbox.find(({ writerId, wseq }) => writerId === zeroWriter && wseq === mseq);
    if (row === undefined) return;
    row.state = "durable";
    intents.shift();
    if (mseq <= disk.membership.mseq) return;
    const parsed = parseEnvelope(row.bytes);
    assert(parsed.ok, "our own record parses");
    const step = reduceMembership(disk.membership, parsed.value);
    assert(step.ok, "the relay acknowledges only records that follow");
    disk.membership = step.value.state;
    disk.records.push(row.bytes);
  };

  const applyPage: LogPort["applyPage"] = async ({ feedEpoch, from, to, items }) => {
    if (!holds()) return err({ code: "stale-holder" });
    const read = readPage(from, items);
    if (!read.ok) return read;
    const context = { vaultId, membership: disk.membership, heads: disk.heads };
    const known = new Map<string, Hash>();
    for (const link of linksToLookUp(read.value, context)) {
      const stored = disk.rows.get(linkKey(link))?.hash ?? recordHash(link);
      if (stored !== undefined) known.set(linkKey(link), stored);
    }
    const judged = judgePage(read.value, { ...context, known });
    if (!judged.ok) {
      if (judged.error.code === "page-invalid" && judged.error.alarm !== undefined)
        alarms.push({ code: judged.error.alarm.code, details: { wseq: judged.error.alarm.wseq } });
      return judged.error.code === "page-invalid" ? judged : err({ code: "update-needed" });
    }
    for (const { envelope, seq } of judged.value.fresh) {
      const { writerId, wseq } = envelope.header;
      const bytes = encodeEnvelope(envelope);
      if (writerId === zeroWriter) {
        disk.records.push(bytes);
        continue;
      }
      const opened = openEnvelope(envelope, keyring);
      const text = opened.ok ? (fromUtf8(opened.value.content) ?? "") : `set aside: ${opened.error.code}`;
      put({ writerId, wseq, hash: envelope.hash, bytes, text, state: "durable", place: { feedEpoch, seq } });
    }
    for (const link of judged.value.known) {
      const row = disk.rows.get(linkKey(link));
      if (row === undefined) continue;
      if (row.place?.feedEpoch === feedEpoch && row.place.seq !== link.seq)
        alarms.push({ code: "ACK_BROKEN", details: { seq: link.seq } });
      row.state = "durable";
      row.place = { feedEpoch, seq: link.seq };
    }
    forgetDurable();
    assert(judged.value.membership !== undefined, "a device that syncs has a membership log");
    disk.membership = judged.value.membership;
    if (disk.cursor?.feedEpoch !== feedEpoch) disk.unfilled = feedEpoch;
    disk.cursor = { feedEpoch, seq: to };
    touched();
    return ok({ applied: items.length });
  };
  const recordHash = ({ writerId, wseq }: { writerId: WriterId; wseq: number }): Hash | undefined => {
    const record = writerId === zeroWriter ? disk.records[wseq] : undefined;
    const parsed = record === undefined ? undefined : parseEnvelope(record);
    return parsed?.ok === true ? parsed.value.hash : undefined;
  };

  /** Words of everything unacknowledged, written again by a writer that was never used before. */
  const reEmit: LogPort["outbox"]["reEmit"] = async (writerId, cause) => {
    if (!holds()) return err({ code: "stale-holder" });
    if (cause === "epoch" && !disk.outdated.has(writerId)) return ok("uncalled-for");
    const rows = disk.outbox.filter((row) => row.writerId === writerId && row.state !== "durable");
    if (cause === "fork" || rows.length > 0) disk.frozen.add(writerId);
    for (const row of rows) row.state = "re-emitted";
    disk.outbox.splice(0, disk.outbox.length, ...disk.outbox.filter((row) => row.state !== "re-emitted"));
    for (const row of rows) {
      append(row.text);
      disk.rows.delete(linkKey(row));
    }
    const left = [...disk.rows.values()]
      .filter((row) => row.writerId === writerId)
      .sort((a, b) => b.wseq - a.wseq)[0];
    if (left === undefined) disk.heads.delete(writerId);
    else disk.heads.set(writerId, left);
    changed();
    return ok("done");
  };

  const acknowledged = (): readonly WriterHead[] => {
    const own = writerIds.flatMap((writerId) => {
      const rows = [...disk.rows.values()].filter(
        (row) => row.writerId === writerId && row.state === "durable",
      );
      const last = rows.sort((a, b) => b.wseq - a.wseq)[0];
      return last === undefined ? [] : [{ writerId, wseq: last.wseq, hash: last.hash }];
    });
    const { mseq, head } = disk.membership;
    return disk.cursor === undefined ? own : [...own, { writerId: zeroWriter, wseq: mseq, hash: head }];
  };
  const reached = () =>
    [...disk.heads.keys()].flatMap((writerId) => {
      const rows = [...disk.rows.values()].filter(
        (row) => row.writerId === writerId && row.state === "durable",
      );
      const last = rows.sort((a, b) => b.wseq - a.wseq)[0];
      return last === undefined ? [] : [{ writerId, wseq: last.wseq, hash: last.hash }];
    });
  const read = async (writerId: WriterId, from: number) => {
    const found: Bytes[] = [];
    for (let wseq = from; ; wseq++) {
      const row = disk.rows.get(linkKey({ writerId, wseq }));
      if (row === undefined) return found;
      found.push(row.bytes);
    }
  };

  return {
    disk,
    writerIds,
    alarms,
    vaultId,
    deviceId: device.id,
    random,
    sign: (message) => sign(message, device.edSecret),
    epochKey: (n) => (n === epochKey.n ? epochKey.key : undefined),
    position: async () => ({
      cursor: disk.cursor,
      unfilled: disk.unfilled,
      mseq: disk.membership.mseq,
      mhash: disk.membership.head,
      epoch: epochKey.n,
      heads: [...disk.heads.values()],
      acknowledged: acknowledged(),
      reached: reached(),
    }),
    membership: async (from) => disk.records.slice(from),
    applyPage,
    outbox: {
      take,
      settle: async (feedEpoch, runs) => {
        for (const { writerId, wseq, seq, n } of runs) {
          if (writerId === zeroWriter) {
            settleRecord(wseq);
            continue;
          }
          for (let i = 0; i < n; i++) {
            const row = disk.rows.get(linkKey({ writerId, wseq: wseq + i }));
            if (row === undefined) continue;
            row.state = "durable";
            row.place = { feedEpoch, seq: seq + i };
          }
        }
        forgetDurable();
        touched();
        return ok(undefined);
      },
      rearm: async () => {
        if (!holds()) return err({ code: "stale-holder" });
        for (const row of disk.outbox) if (row.state === "sent") row.state = "local";
        return ok(undefined);
      },
      reEmit,
      reissue: async () => {
        disk.outbox.splice(
          0,
          disk.outbox.length,
          ...disk.outbox.filter(({ writerId }) => writerId !== zeroWriter),
        );
        issueNext();
        return ok(undefined);
      },
      stop: async (writerId, _code) => {
        for (const row of disk.outbox) if (row.writerId === writerId) row.state = "stopped";
        return ok(undefined);
      },
      read,
      missing: async (wanted, maxRuns) => {
        const from = new Map(wanted.map((want) => [want.writerId, want.from]));
        const rows = [...disk.rows.values()]
          .filter((row) => row.state === "durable" && row.wseq >= (from.get(row.writerId) ?? Infinity))
          .sort((a, b) => (a.place?.seq ?? 0) - (b.place?.seq ?? 0));
        return rows.slice(0, maxRuns).map(({ writerId, wseq, bytes }) => ({
          writerId,
          from: wseq,
          envelopes: [bytes],
          bytes: bytes.length,
        }));
      },
      onChange: (listener) => {
        listeners.add(listener);
        return () => {
          listeners.delete(listener);
        };
      },
    },
    filled: async (feedEpoch) => {
      if (disk.unfilled === feedEpoch) disk.unfilled = undefined;
      return ok(undefined);
    },
    raise: async (code, details) => {
      alarms.push({ code, details });
      touched();
    },
    write: (...texts) => {
      for (const text of texts) append(text);
      changed();
    },
    publish: (issue) => {
      intents.push(issue);
      issueNext();
    },
    texts: () => [...disk.rows.values()].map(({ text }) => text).sort(),
    unsent: () => disk.outbox.length,
    until: (isSo) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!isSo()) return;
          clearTimeout(limit);
          watchers.delete(look);
          resolve();
        };
        const limit = setTimeout(() => {
          watchers.delete(look);
          const { cursor, outbox } = disk;
          reject(new Error(`never so: ${JSON.stringify({ cursor, waiting: outbox.length, alarms })}`));
        }, 20_000);
        watchers.add(look);
        look();
      }),
    loseHold: () => {
      disk.holder += 1;
    },
  };
};

/** For tests that make envelopes by hand. */
export const ofOwnLog = (bytes: Bytes, signer: Principal) => {
  const parsed = parseEnvelope(bytes);
  assert(parsed.ok && parsed.value.header.version === envelopeVersion, "an envelope of our own log parses");
  return verifiedBefore(parsed.value, signer.id);
};
