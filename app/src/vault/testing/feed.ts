/** A relay in a few lines, for tests of the log alone: an ordered list of envelopes, and devices that push and pull by hand. */
import {
  addIntent,
  type Bytes,
  cosign,
  cosignedTypes,
  createPrincipal,
  type DocId,
  encodeEnvelope,
  type FeedEpoch,
  issueAdd,
  parseEnvelope,
  randomId,
  ready,
  stubOf,
  verifiedBefore,
  type WriterId,
} from "@whisperwell/crypto";
import { titleOf } from "../../documents/entry.ts";
import type { LogPort } from "../../sync/ports.ts";
import type { EngineDeps } from "../deps.ts";
import { createNewVault } from "../keys/create.ts";
import { storeJoined } from "../keys/join.ts";
import { openPrincipal } from "../keys/unlock.ts";
import { createLogPort } from "../log/log-port.ts";
import { issueAndAppend } from "../log/membership-log.ts";
import { metaFields } from "../log/meta.ts";
import { openUnlocked, type Unlocked } from "../unlocked.ts";
import { createTestBrowser, must, type TestBrowser } from "./browser.ts";

export const passphrase = "correct horse battery staple";

export interface TestFeed {
  readonly feedEpoch: FeedEpoch;
  readonly items: Bytes[];
}
export const createFeed = (feedEpoch = "f".repeat(32) as FeedEpoch): TestFeed => ({ feedEpoch, items: [] });

export interface TestDevice {
  readonly browser: TestBrowser;
  readonly deps: EngineDeps;
  readonly unlocked: Unlocked;
  readonly log: LogPort;
}

const deviceOf = async (browser: TestBrowser, deps: EngineDeps, unlocked: Unlocked): Promise<TestDevice> => {
  must(await deps.store.write(["meta"], "strict", (tx) => metaFields.holder.put(tx, 1)));
  const log = createLogPort({ context: unlocked.context, holder: () => 1, reEmit: unlocked.reEmit });
  return { browser, deps, unlocked, log };
};

const newDeps = async (browser: TestBrowser): Promise<EngineDeps> => (await browser.tab()).deps;

/** The first device of a vault. */
export const foundDevice = async (seed: number): Promise<TestDevice> => {
  await ready;
  const browser = await createTestBrowser(seed);
  const deps = await newDeps(browser);
  const { session } = must(
    await createNewVault(deps, { passphrase, deviceName: "First", journalName: "Journal" }),
  );
  return deviceOf(browser, deps, must(await openUnlocked(deps, session)));
};

/** Sends everything that waits, in runs, as a session does. */
export const push = async ({ log }: TestDevice, feed: TestFeed, most = 1000): Promise<number> => {
  let sent = 0;
  while (sent < most) {
    const [run] = must(await log.outbox.take(1));
    if (run === undefined) return sent;
    const seq = feed.items.length + 1;
    feed.items.push(...run.envelopes);
    sent += run.envelopes.length;
    await log.outbox.settle(feed.feedEpoch, [
      { writerId: run.writerId, wseq: run.from, seq, n: run.envelopes.length },
    ]);
  }
  return sent;
};
/** Takes pages of at most `size` until the head, or at most `pages` of them. */
export const pull = async ({ log }: TestDevice, feed: TestFeed, size = 50, pages = 1000): Promise<void> => {
  for (let n = 0; n < pages; n++) {
    const { cursor } = await log.position();
    const from = (cursor?.feedEpoch === feed.feedEpoch ? cursor.seq : 0) + 1;
    const slice = feed.items.slice(from - 1, from - 1 + size);
    if (slice.length === 0) return;
    const to = from + slice.length - 1;
    const applied = await log.applyPage({
      feedEpoch: feed.feedEpoch,
      from,
      to,
      items: slice.map((bytes) => ({ form: "whole" as const, bytes })),
      more: to < feed.items.length,
      head: feed.items.length,
    });
    must(applied);
  }
};

/** Another device of the same vault, let in by the first with the passphrase's consent. */
export const joinDevice = async (first: TestDevice, feed: TestFeed, seed: number): Promise<TestDevice> => {
  const browser = await createTestBrowser(seed, { clock: first.browser.clock });
  const deps = await newDeps(browser);
  const device = createPrincipal("device", deps.random.bytes(32));
  const slot = must(await openPrincipal(first.deps, { kind: "passphrase", passphrase }));
  const { session } = first.unlocked;
  const coSignature = cosign(slot, session.vaultId, cosignedTypes.add, addIntent(device.edPub, device.xPub));
  const key = session.keyring.keyOf(0);
  if (key === undefined) throw new Error("the founder holds the first epoch's key");
  const added = must(
    await first.deps.store.write(["meta", "log"], "strict", (tx) =>
      issueAndAppend(tx, session, (state) =>
        issueAdd(first.deps, state, {
          signer: session.device,
          epochKey: { n: 0, key },
          edPub: device.edPub,
          xPub: device.xPub,
          writerIds: Array.from({ length: 4 }, () => randomId<WriterId>(deps.random)),
          label: "Other",
          coSignature,
        }),
      ),
    ),
  );
  session.advance(must(added).state, new Map());
  await push(first, feed);
  await pull(first, feed);
  const records = await first.log.membership(0);
  const joined = must(
    await storeJoined(deps, {
      from: "feed",
      device,
      published: records,
      own: [],
      state: session.membership(),
      slots: [],
    }),
  );
  const other = await deviceOf(browser, deps, must(await openUnlocked(deps, joined)));
  await pull(other, feed);
  await other.unlocked.settled();
  return other;
};

export const newEntry = async ({ unlocked, deps }: TestDevice): Promise<DocId> => {
  const docId = randomId<DocId>(deps.random);
  const { initEntryDoc } = await import("../../documents/entry.ts");
  must(
    await unlocked.live.create(docId, (doc) =>
      initEntryDoc(doc, {
        when: { day: "2026-11-24", zone: "Europe/Oslo", instant: 0 },
        journal: "0".repeat(32),
      }),
    ),
  );
  return docId;
};
/** Writes into the title: one commit. */
export const writeTitle = async (
  { unlocked }: TestDevice,
  docId: DocId,
  text: string,
  at = 0,
): Promise<void> => {
  must(
    await unlocked.live.change(docId, (doc) => titleOf(doc).insert(Math.min(at, titleOf(doc).length), text)),
  );
};
export const titleIn = async ({ unlocked }: TestDevice, docId: DocId): Promise<string> =>
  must(await unlocked.live.withDoc(docId, ({ doc }) => titleOf(doc).toString()));
export const rowTitle = ({ unlocked }: TestDevice, docId: DocId): string | undefined =>
  unlocked.context.rows.entries().get(unlocked.session.identity.docTagOf(docId))?.row?.title;
export const alarmCodes = ({ unlocked }: TestDevice): readonly string[] =>
  unlocked.alarms.alarms$.value().map(({ code }) => code);

/** A copy of an envelope with one bit of its body turned: shape kept, content not. */
export const flipped = (bytes: Uint8Array, at = 140): Bytes => {
  const copy = Uint8Array.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  if (!parseEnvelope(copy).ok) throw new Error("a flipped body still has the shape of an envelope");
  return copy;
};

/** The stub of one of a feed's envelopes: all of it but its body. */
export const stubbed = (bytes: Uint8Array): Bytes => {
  const envelope = must(parseEnvelope(bytes));
  // A feed's writers are real ones; here only the bytes of the stub are asked for.
  return encodeEnvelope(stubOf(verifiedBefore(envelope, "0".repeat(32) as never)));
};
