/** Restored without a network, from a backup whose relay knows the journal: let in there by the way that opens it. */
import { type FeedEpoch, ready } from "@whisperwell/crypto";
import { beforeAll, expect, test } from "vitest";
import { startTestRelay } from "../../../../sync-server/src/testing/running.ts";
import { createWebNetwork } from "../../sync/index.ts";
import type { Network } from "../../sync/ports.ts";
import type { WayIn } from "../api.ts";
import type { Engine } from "../engine-api.ts";
import { unlock } from "../keys/unlock.ts";
import { applyPage } from "../log/apply-page.ts";
import { storedMembership } from "../log/membership-log.ts";
import { metaFields } from "../log/meta.ts";
import { savedFile } from "../testing/backups.ts";
import { createTestBrowser, must, noNetwork, now } from "../testing/browser.ts";
import { passphrase } from "../testing/feed.ts";
import { createRunningBrowser, isThrough, lists, seen } from "../testing/running.ts";
import { openUnlocked } from "../unlocked.ts";

beforeAll(() => ready);
const byPassphrase: WayIn = { kind: "passphrase", passphrase };
const when = { day: "2026-11-24", zone: "Europe/Oslo", instant: Date.UTC(2026, 10, 24, 8) };

/** A network that can be away, and that can die in the middle of a conversation. */
const createSwitch = () => {
  const web = createWebNetwork();
  let away = true;
  let frames = Number.POSITIVE_INFINITY;
  const network: Network = {
    dial: (url, events) => {
      if (away) return noNetwork.dial(url, events);
      const socket = web.dial(url, events);
      return {
        ...socket,
        send: (frame) => {
          frames -= 1;
          if (frames < 0) socket.close();
          else socket.send(frame);
        },
      };
    },
    fetch: (...given) => (away ? noNetwork.fetch(...given) : web.fetch(...given)),
  };
  return {
    network,
    goOnline: () => {
      away = false;
    },
    /** Sends so many frames more and no other. */
    dieAfter: (count: number) => {
      frames = count;
    },
  };
};
const isRefusedFor = (engine: Engine, code: string) =>
  seen(engine.sync$, (status): status is typeof status => status.link === "refused" && status.code === code);
const names = (engine: Engine) =>
  now(engine.devices$)
    .map(({ name }) => name)
    .sort();
const forksOf = (engine: Engine) =>
  now(engine.alarms$).filter(({ code }) => /FORK|INVALID|ROLLBACK/.test(code));

/** A phone whose journal is on the relay, a backup of it, and a device that took the next place in the membership log. */
const begin = async (origin: string, seed: number) => {
  const phone = await (await createRunningBrowser(seed, origin)).tab();
  const { words } = must(await phone.create({ passphrase, deviceName: "Phone", journalName: "Journal" }));
  must(await phone.turnOnSync());
  must(await phone.createEntry({ when }));
  await isThrough(phone);
  const file = await savedFile(phone);
  const other = await (await createRunningBrowser(seed + 1, origin)).tab();
  must(await other.restoreBackup(file, byPassphrase, "Other"));
  must(await other.createEntry({ when }));
  await isThrough(other);
  return { phone, other, file, byWords: { kind: "phrase", words: words.join(" ") } as const };
};
const restoreOffline = async (origin: string, seed: number, file: Blob) => {
  const line = createSwitch();
  const browser = await createRunningBrowser(seed, origin, line.network);
  const tab = await browser.tab();
  must(await tab.restoreBackup(file, byPassphrase, "Late"));
  must(await tab.createEntry({ when }));
  return { browser, tab, line };
};
const opensAgain = async (tab: Engine, ways: readonly WayIn[]) => {
  for (const way of ways) {
    must(await tab.lock());
    must(await tab.unlock(way));
  }
};

test("sync turned on after an offline restore lets the device in, though another record took its place", async () => {
  await using relay = await startTestRelay();
  const { phone, other, file, byWords } = await begin(relay.url, 1);
  const { tab, line } = await restoreOffline(relay.url, 3, file);
  line.goOnline();
  must(await tab.turnOnSync());
  await Promise.all([lists(phone, 3), lists(other, 3), lists(tab, 3)]);
  await isThrough(tab);
  await opensAgain(tab, [byPassphrase, byWords]);
  must(await tab.createEntry({ when }));
  await lists(phone, 4);
  expect(names(phone)).toEqual(["Late", "Other", "Phone"]);
  expect([phone, other, tab].flatMap(forksOf)).toEqual([]);
  await Promise.all([phone.dispose(), other.dispose(), tab.dispose()]);
}, 20_000);

test("locked before it was let in, the device says that a way in is missing, and the next unlocking by words lets it in", async () => {
  await using relay = await startTestRelay();
  const { phone, other, file, byWords } = await begin(relay.url, 11);
  const { tab, line } = await restoreOffline(relay.url, 13, file);
  await opensAgain(tab, [byPassphrase]);
  line.goOnline();
  must(await tab.turnOnSync());
  await isRefusedFor(tab, "way-in");
  await opensAgain(tab, [byWords]);
  await Promise.all([lists(phone, 3), lists(tab, 3)]);
  expect([phone, other, tab].flatMap(forksOf)).toEqual([]);
  await Promise.all([phone.dispose(), other.dispose(), tab.dispose()]);
}, 20_000);

test("killed at any frame while it is being let in, the journal opens, and the next unlocking goes on", async () => {
  await using relay = await startTestRelay();
  const { phone, other, file, byWords } = await begin(relay.url, 21);
  // As itself hello and auth, as the slot hello, auth, fetch, credit and the append, then as itself again.
  for (const [index, frames] of [2, 4, 5, 6, 7, 9].entries()) {
    const { browser, tab, line } = await restoreOffline(relay.url, 24 + index, file);
    line.goOnline();
    line.dieAfter(frames);
    await tab.turnOnSync();
    await seen(
      tab.sync$,
      (status): status is typeof status => status.link === "refused" || status.link === "offline",
    );
    browser.killTabs();
    line.dieAfter(Number.POSITIVE_INFINITY);
    const again = await browser.tab();
    must(await again.unlock(byWords));
    await lists(phone, 3 + index);
    await isThrough(again);
    await opensAgain(again, [byPassphrase]);
    expect(forksOf(again)).toEqual([]);
    await again.dispose();
  }
  expect(forksOf(phone)).toEqual([]);
  await Promise.all([phone.dispose(), other.dispose()]);
}, 30_000);

test("no page takes the record away that lets this device open its journal", async () => {
  const offline = await (await createTestBrowser(31)).tab();
  must(await offline.create({ passphrase, deviceName: "Phone", journalName: "Journal" }));
  const file = await savedFile(offline);
  const restored = async (seed: number) => {
    const tab = await (await createTestBrowser(seed)).tab();
    must(await tab.restoreBackup(file, byPassphrase, "Restored"));
    const records = must(await tab.deps.store.read(["log"], (tx) => storedMembership(tx)));
    return { tab, records: records.map(({ bytes }) => bytes) };
  };
  const [late, other] = [await restored(32), await restored(33)];
  const session = must(await unlock(late.tab.deps, byPassphrase));
  const { context } = must(await openUnlocked(late.tab.deps, session));
  must(await late.tab.deps.store.write(["meta"], "strict", (tx) => metaFields.holder.put(tx, 1)));
  const answer = await applyPage(
    context,
    {
      feedEpoch: "f".repeat(32) as FeedEpoch,
      from: 1,
      to: other.records.length,
      items: other.records.map((bytes) => ({ form: "whole" as const, bytes })),
      more: true,
      head: other.records.length + 1,
    },
    1,
  );
  expect(answer).toEqual({ ok: false, error: { code: "page-invalid", detail: "left-out" } });
  await opensAgain(late.tab, [byPassphrase]);
  must(await late.tab.createEntry({ when }));
});
