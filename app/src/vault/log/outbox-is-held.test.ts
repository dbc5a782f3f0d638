/** The outbox believes neither a relay nor a tab that lost the lock, and a full disk stops nothing for ever. */
import {
  type FeedEpoch,
  headerEpoch,
  issueEpoch,
  randomId,
  type WriterId,
  zeroWriter,
} from "@whisperwell/crypto";
import { expect, test } from "vitest";
import { unlock } from "../keys/unlock.ts";
import { must } from "../testing/browser.ts";
import { foundDevice, newEntry, passphrase, type TestDevice, writeTitle } from "../testing/feed.ts";
import { createLogPort } from "./log-port.ts";
import { issueAndAppend } from "./membership-log.ts";

const rowsOf = async ({ deps }: TestDevice): Promise<number> =>
  must(await deps.store.read(["log"], (tx) => tx.log.count()));
const writerOf = ({ unlocked }: TestDevice): WriterId => unlocked.context.lease().writerId;

test("a relay that says epoch or fence without a newer epoch makes this device write nothing again", async () => {
  const device = await foundDevice(71);
  await writeTitle(device, await newEntry(device), "words");
  const [before, writer] = [await rowsOf(device), writerOf(device)];
  for (let round = 0; round < 5; round++) {
    must(await device.log.outbox.take(4));
    expect(must(await device.log.outbox.reEmit(writer, "epoch"))).toBe("uncalled-for");
    must(await device.log.outbox.rearm());
  }
  expect([await rowsOf(device), writerOf(device)]).toEqual([before, writer]);
});

test("a tab that lost the lock `sync` changes nothing of the outbox", async () => {
  const device = await foundDevice(72);
  await writeTitle(device, await newEntry(device), "words");
  const { context, reEmit } = device.unlocked;
  const robbed = createLogPort({ context, holder: () => 0, reEmit }).outbox;
  const [before, writer] = [await rowsOf(device), writerOf(device)];
  const feedEpoch = randomId<FeedEpoch>(device.deps.random);
  const stale = { ok: false, error: { code: "stale-holder" } };
  expect(await robbed.take(4)).toEqual(stale);
  expect(await robbed.rearm()).toEqual(stale);
  expect(await robbed.settle(feedEpoch, [{ writerId: writer, wseq: 0, seq: 1, n: 1 }])).toEqual(stale);
  expect(await robbed.stop(writer, "record")).toEqual(stale);
  expect(await robbed.reEmit(writer, "fork")).toEqual(stale);
  expect(await robbed.reissue?.("conflict")).toEqual(stale);
  expect([await rowsOf(device), writerOf(device)]).toEqual([before, writer]);
  // The spare that was leased for nothing is free again.
  expect([...(await device.deps.locks.held())].filter((name) => name.startsWith("writer/"))).toHaveLength(1);
  expect(must(await device.log.outbox.take(50)).some(({ writerId }) => writerId === writer)).toBe(true);
});

test("without room to write an outdated commit again, taking runs answers so instead of trying for ever", async () => {
  const device = await foundDevice(73);
  await writeTitle(device, await newEntry(device), "words");
  const writer = writerOf(device);
  // What is left of an epoch that is over: the same commits, as if a newer epoch had begun since.
  must(
    await device.deps.store.write(["log"], "strict", async (tx) => {
      const records = await tx.log.byWriter(writer, 0);
      await tx.log.put(records.map((record) => ({ ...record, epoch: -1 })));
    }),
  );
  expect(headerEpoch(device.unlocked.session.membership())).toBe(0);
  let tries = 0;
  const { context } = device.unlocked;
  const cause = new Error("full");
  const { outbox } = createLogPort({
    context,
    holder: () => 1,
    reEmit: async () => {
      tries += 1;
      return { ok: false, error: { code: "storage-full", cause } };
    },
  });
  const taken = await outbox.take(50);
  expect(taken).toMatchObject({ ok: false, error: { code: "storage" } });
  expect(tries).toBe(1);
  // With room the words go on under another writer.
  const runs = must(await device.log.outbox.take(50));
  const writers = runs.map(({ writerId }) => writerId).filter((id) => id !== zeroWriter);
  expect(writers.length).toBeGreaterThan(0);
  expect(writers).not.toContain(writer);
});

test("what is written again goes under the epoch another tab began, not under the one this tab had read", async () => {
  const device = await foundDevice(74);
  await writeTitle(device, await newEntry(device), "words");
  const { session } = device.unlocked;
  const writer = writerOf(device);
  const other = must(await unlock(device.deps, { kind: "passphrase", passphrase }));
  const key = session.keyring.keyOf(0);
  if (key === undefined) throw new Error("the founder holds the first epoch's key");
  must(
    must(
      await device.deps.store.write(["meta", "log"], "strict", (tx) =>
        issueAndAppend(tx, other, (state) =>
          issueEpoch(device.deps, state, { signer: other.device, epochKey: { n: 0, key } }),
        ),
      ),
    ),
  );
  expect(headerEpoch(session.membership())).toBe(0); // this tab has not looked yet
  expect(must(await device.log.outbox.reEmit(writer, "fork"))).toBe("done");
  const spare = writerOf(device);
  const again = must(await device.deps.store.read(["log"], (tx) => tx.log.byWriter(spare, 0)));
  expect(again.length).toBeGreaterThan(0);
  expect(new Set(again.map(({ epoch }) => epoch))).toEqual(new Set([1]));
});
