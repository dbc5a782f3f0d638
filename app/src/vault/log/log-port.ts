/** The log as the relay's client sees it: keys to sign with, where it stands, pages in, runs out. */
import {
  err,
  headerEpoch,
  livePrincipal,
  ok,
  parseFeedEpoch,
  type Result,
  sign,
  type WriterId,
  zeroWriter,
} from "@whisperwell/crypto";
import { LogUnreadable } from "../../sync/guard.ts";
import type { LogPort, OutboxFault, ReEmission, WriterHead } from "../../sync/ports.ts";
import { fieldsOf, isCount } from "../checked.ts";
import { attempt } from "../failure.ts";
import type { StoreFailure } from "../store/port.ts";
import { applyPage } from "./apply-page.ts";
import { offerHeldBlobs } from "./blobs.ts";
import type { LogContext } from "./context.ts";
import { createHeldWrite, unlessStale } from "./held-writes.ts";
import { documentsBehind, readBodyless, takeBodies } from "./late-bodies.ts";
import { epochKeysFor, isBehind, storedMembership } from "./membership-log.ts";
import { further, headField, type Link, metaField, metaFields, readHeads } from "./meta.ts";
import { isOutdated, missingRuns, readEnvelopes, rearmOutbox, settleRuns, takeRuns } from "./outbox.ts";
import { reissueDropped } from "./reissue.ts";
import { provesRevocation } from "./revocation.ts";
import { catchUpMembership } from "./writers.ts";

const aDay = 86_400_000;
const feedChanges = metaField("feed-changes", (value) =>
  Array.isArray(value)
    ? value.flatMap((item) => {
        const feedEpoch = parseFeedEpoch(fieldsOf(item)?.feedEpoch);
        const at = fieldsOf(item)?.at;
        return feedEpoch !== undefined && isCount(at) ? [{ feedEpoch, at }] : [];
      })
    : undefined,
);

export interface LogPortDeps {
  readonly context: LogContext;
  /** Generation of the lock `sync` this tab holds it under. */
  readonly holder: () => number;
  /** Refused inside its transaction, by a throw of StaleHolder, when the lock was granted again since. */
  readonly reEmit: (writer: WriterId, holder: number) => Promise<Result<void, StoreFailure>>;
  /** Attachments wait for a relay again: whoever counts and sends them should look. */
  readonly onBlobsOffered?: () => void;
}

const headOf = (writerId: WriterId, link: Link | undefined): WriterHead[] =>
  link === undefined ? [] : [{ writerId, wseq: link.wseq, hash: link.hash }];

export const createLogPort = ({
  context,
  holder,
  reEmit,
  onBlobsOffered = () => undefined,
}: LogPortDeps): LogPort => {
  const { session, store, random, alarms, events } = context;
  const { device } = session;
  const write = createHeldWrite(store, holder);
  const mayWrite = () => livePrincipal(session.membership(), device.id) !== undefined;
  const writeAgain = async (writer: WriterId): Promise<Result<ReEmission, OutboxFault>> => {
    if (!mayWrite()) return ok("revoked");
    const written = await unlessStale(() => reEmit(writer, holder()));
    return written.ok ? ok("done") : written;
  };
  const outbox = { context, write, reEmit: writeAgain };
  const isOwn = (writer: WriterId) => session.membership().writers.get(writer)?.device === device.id;

  const readPosition = async () => {
    const read = await attempt(() =>
      store.read(["meta"], async (tx) => ({
        cursor: await metaFields.cursor.get(tx),
        unfilled: await metaFields.unfilled.get(tx),
        heads: await readHeads(tx),
      })),
    );
    if (!read.ok) throw new LogUnreadable("the log cannot be read", { cause: read.error.cause });
    return read.value;
  };

  return {
    vaultId: session.vaultId,
    deviceId: device.id,
    sign: (message) => sign(message, device.edSecret),
    epochKey: (epoch) => session.keyring.keyOf(epoch),
    random,
    position: async () => {
      const { cursor, unfilled, heads } = await readPosition();
      const membership = session.membership();
      const all = [...heads];
      return {
        cursor,
        unfilled,
        mseq: membership.mseq,
        mhash: membership.head,
        epoch: headerEpoch(membership),
        heads: all.flatMap(([id, head]) =>
          id === zeroWriter
            ? []
            : headOf(id, head.frozen === true ? further(head.feed, head.acknowledged) : head),
        ),
        acknowledged: all.flatMap(([id, { acknowledged, feed }]) =>
          id === zeroWriter || isOwn(id) ? headOf(id, further(acknowledged, feed)) : [],
        ),
        // Of other devices' writers every link here came from a feed or a backup.
        reached: all.flatMap(([id, head]) =>
          id === zeroWriter ? [] : headOf(id, isOwn(id) ? further(head.acknowledged, head.feed) : head),
        ),
      };
    },
    membership: async (fromMseq) => {
      const read = await store.read(["log"], (tx) => storedMembership(tx, fromMseq));
      return read.ok ? read.value.map(({ bytes }) => bytes) : [];
    },
    applyPage: (page) => applyPage(context, page, holder()),
    outbox: {
      take: (maxRuns) => takeRuns(outbox, maxRuns),
      settle: (feedEpoch, runs) => settleRuns(outbox, feedEpoch, runs),
      rearm: () => rearmOutbox(outbox),
      reEmit: async (writer, cause) => {
        if (cause === "epoch") {
          const outdated = await isOutdated(context, session.membership(), writer);
          if (!outdated.ok) return outdated;
          if (!outdated.value) return ok("uncalled-for");
        }
        return writeAgain(writer);
      },
      stop: (writer, code) =>
        write(["meta"], "strict", async (tx) => {
          const field = headField(writer);
          const head = await field.get(tx);
          if (head !== undefined) await field.put(tx, { ...head, stopped: code });
        }),
      missing: (wanted, maxRuns) => missingRuns(context, wanted, maxRuns),
      reissue: async () => {
        const caughtUp = await catchUpMembership(store, session);
        if (!caughtUp.ok) return err({ code: "storage", cause: caughtUp.error });
        const state = await write(["meta", "log"], "strict", async (tx) =>
          (await isBehind(tx, session)) ? undefined : reissueDropped(tx, context),
        );
        if (!state.ok) return state;
        if (state.value === undefined) return ok(undefined); // nothing was dropped, or the next conflict asks again
        session.advance(state.value, epochKeysFor(state.value, device).keys);
        events.emit({ type: "membership" });
        events.emit({ type: "outbox" });
        return ok(undefined);
      },
      read: async (writer, from) => (await readEnvelopes(context, writer, from)).map(({ bytes }) => bytes),
      onChange: (listener) =>
        events.on((event) => {
          if (event.type === "outbox" || event.type === "commits") listener();
        }),
    },
    offerBlobs: async () => {
      const offered = await write(["meta"], "strict", offerHeldBlobs);
      if (offered.ok) onBlobsOffered();
      return offered;
    },
    owes: async () => {
      const read = await attempt(() => store.read(["meta"], metaFields.owed.get));
      if (!read.ok) throw new LogUnreadable("the log cannot be read", { cause: read.error.cause });
      return read.value ?? 0;
    },
    paid: async (documents) => {
      const paid = await write(["meta"], "strict", async (tx) => {
        const owed = (await metaFields.owed.get(tx)) ?? 0;
        const left = Math.max(0, owed - documents);
        await metaFields.owed.put(tx, left);
        const others = (await metaFields.owedOthers.get(tx)) ?? 0;
        if (others > left) await metaFields.owedOthers.put(tx, left);
      });
      if (paid.ok) {
        events.emit({ type: "progress" });
        context.look([]); // other tabs count it too
      }
      return paid;
    },
    filled: (feedEpoch) =>
      write(["meta"], "strict", async (tx) => {
        if ((await metaFields.unfilled.get(tx)) === feedEpoch)
          await tx.meta.delete([metaFields.unfilled.name]);
      }),
    bodyless: () => readBodyless(store),
    takeBodies: (bodies) => takeBodies(context, write, bodies),
    lacking: (behind) => documentsBehind(store, behind),
    provesRevocation: async (record) => provesRevocation(session, record),
    noteFeedEpoch: async (feedEpoch, at) => {
      const noted = await attempt(() =>
        store.write(["meta"], "strict", async (tx) => {
          const before = ((await feedChanges.get(tx)) ?? []).filter((change) => at - change.at < aDay);
          // Only the last one is no change: two epochs that take turns are a change each time.
          const known = before.at(-1)?.feedEpoch === feedEpoch;
          const all = known ? before : [...before, { feedEpoch, at }];
          await feedChanges.put(tx, all);
          return all.length;
        }),
      );
      return noted.ok ? noted.value : 1;
    },
    raise: (code, details) => alarms.raise(code, details),
  };
};
