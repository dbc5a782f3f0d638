/** Records of ours that no feed has shown: given up only for a genuine rival, and what they meant is said again. */
import { encodeEnvelope, issueWriter, randomId, type WriterId, zeroWriter } from "@whisperwell/crypto";
import { expect, test } from "vitest";
import { unlock } from "../keys/unlock.ts";
import { must } from "../testing/browser.ts";
import {
  createFeed,
  flipped,
  foundDevice,
  joinDevice,
  newEntry,
  passphrase,
  pull,
  push,
  type TestDevice,
  writeTitle,
} from "../testing/feed.ts";
import { storedMembership } from "./membership-log.ts";
import { headField } from "./meta.ts";
import { leaseWriter, mintWriters } from "./writers.ts";

const acceptedRecords = async ({ deps }: TestDevice) =>
  must(await deps.store.read(["log"], (tx) => storedMembership(tx))).length;
const storedHead = async ({ deps }: TestDevice) =>
  must(await deps.store.read(["meta"], headField(zeroWriter).get));

test("a record nobody signed never takes the place of one of ours: nothing is stored, and the vault opens", async () => {
  const device = await foundDevice(1);
  const records = await device.log.membership(0);
  const [genesis, epoch] = records;
  if (genesis === undefined || epoch === undefined)
    throw new Error("a vault begins with genesis and epoch 0");
  const before = await storedHead(device);
  const answer = await device.log.applyPage({
    feedEpoch: createFeed().feedEpoch,
    from: 1,
    to: 2,
    more: false,
    head: 2,
    items: [genesis, flipped(epoch, 150)].map((bytes) => ({ form: "whole" as const, bytes })),
  });
  expect(answer).toMatchObject({ ok: false, error: { code: "page-invalid" } });
  expect(await acceptedRecords(device)).toBe(records.length);
  expect(await storedHead(device)).toEqual(before);
  expect(device.unlocked.session.membership().mseq).toBe(records.length - 1);
  expect((await device.log.position()).cursor).toBeUndefined();
  must(await unlock(device.deps, { kind: "passphrase", passphrase }));
});

test("a genuine rival followed by a forged envelope undoes the whole page, the dropped record included", async () => {
  const feed = createFeed();
  const first = await foundDevice(2);
  const second = await joinDevice(first, feed, 1002);
  must(await mintWriters(first.deps, first.unlocked.session));
  const { session } = second.unlocked;
  const rival = must(
    issueWriter(second.deps, session.membership(), {
      signer: session.device,
      writerIds: [randomId<WriterId>(second.deps.random)],
    }),
  );
  const mine = await acceptedRecords(first);
  const head = await storedHead(first);
  const from = feed.items.length + 1;
  const bytes = encodeEnvelope(rival.envelope);
  const page = (items: readonly Uint8Array[]) => ({
    feedEpoch: feed.feedEpoch,
    from,
    to: from + items.length - 1,
    more: false,
    head: from + items.length - 1,
    items: items.map((item) => ({ form: "whole" as const, bytes: Uint8Array.from(item) })),
  });
  expect((await first.log.applyPage(page([bytes, flipped(feed.items.at(-1) ?? bytes)]))).ok).toBe(false);
  expect(await acceptedRecords(first)).toBe(mine);
  expect(await storedHead(first)).toEqual(head);
  // The positive control: the rival alone is taken.
  expect((await first.log.applyPage(page([bytes]))).ok).toBe(true);
  expect(
    first.unlocked.session.membership().writers.has([...rival.state.writers.keys()].at(-1) as WriterId),
  ).toBe(true);
});

test("a record that lost its race to a page is issued again before anything of its writers is sent", async () => {
  const feed = createFeed();
  const first = await foundDevice(9);
  const second = await joinDevice(first, feed, 1009);
  const { session } = first.unlocked;
  must(await mintWriters(first.deps, session)); // offline
  const { mseq } = session.membership();
  const minted = [...session.membership().writers].flatMap(([id, w]) =>
    w.registeredAt === mseq ? [id] : [],
  );
  must(await mintWriters(second.deps, second.unlocked.session));
  must(await mintWriters(second.deps, second.unlocked.session));
  await push(second, feed);
  await pull(first, feed, 1); // the rival's page says more: nothing is known of the end yet
  const now = session.membership();
  expect(minted.filter((id) => now.writers.has(id))).toEqual(minted);
  expect(await storedHead(first)).toMatchObject({ wseq: now.mseq, hash: now.head });
  const runs = must(await first.log.outbox.take(10));
  expect(runs.map(({ writerId, from }) => [writerId, from])).toEqual([[zeroWriter, now.mseq]]);
  await first.log.outbox.rearm();
  await push(first, feed);
  await pull(second, feed);
  expect(second.unlocked.session.membership().head).toBe(session.membership().head);
});

test("commits of a writer whose record was dropped wait until it is registered again", async () => {
  const feed = createFeed();
  const first = await foundDevice(10);
  const second = await joinDevice(first, feed, 1010);
  const { session } = first.unlocked;
  const docId = await newEntry(first);
  await push(first, feed);
  // Tabs take every registered writer, so that the next one writes under a record that is still here only.
  const published = new Set(session.membership().writers.keys());
  let old = first.unlocked.context.lease().writerId;
  while (published.has(first.unlocked.context.lease().writerId)) {
    old = first.unlocked.context.lease().writerId;
    must(await leaseWriter(first.deps, session));
    await writeTitle(first, docId, "x");
    await first.log.outbox.reEmit(old, "fork");
  }
  const writer = first.unlocked.context.lease().writerId;
  must(await mintWriters(second.deps, second.unlocked.session));
  await push(second, feed);
  const shown = { ...feed, items: [...feed.items] };
  await first.log.applyPage({
    feedEpoch: feed.feedEpoch,
    from: ((await first.log.position()).cursor?.seq ?? 0) + 1,
    to: shown.items.length,
    more: true, // more is to come: nothing is issued again yet
    head: shown.items.length + 1,
    items: shown.items
      .slice((await first.log.position()).cursor?.seq ?? 0)
      .map((bytes) => ({ form: "whole" as const, bytes })),
  });
  expect(session.membership().writers.has(writer)).toBe(false);
  expect(must(await first.log.outbox.take(10)).map((run) => run.writerId)).not.toContain(writer);
});
