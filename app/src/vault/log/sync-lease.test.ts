/** The lock `sync` is never given up for good: a tab that could not count up its turn queues again. */
import { expect, test } from "vitest";
import { createTestBrowser, must, turn } from "../testing/browser.ts";
import { createSyncLease, syncLock } from "./sync-lease.ts";

const options = { passphrase: "correct horse battery staple", deviceName: "Phone", journalName: "Journal" };

test("a tab that has no room when the lock is granted gets it again once there is room, and lets others in meanwhile", async () => {
  const browser = await createTestBrowser(17);
  const tab = await browser.tab();
  must(await tab.create(options));
  const lease = createSyncLease(tab.deps);
  let grants = 0;
  browser.disk.failWrites("storage-full");
  const withdraw = lease.request({
    onGranted: () => {
      grants += 1;
    },
    onLost: () => undefined,
  });
  for (let i = 0; i < 10; i++) await turn();
  expect([grants, (await tab.deps.locks.held()).has(syncLock)]).toEqual([0, false]);
  browser.disk.failWrites(undefined);
  await browser.clock.advance(20_000);
  expect([grants, lease.generation() > 0]).toEqual([1, true]);
  withdraw();
  expect((await tab.deps.locks.held()).has(syncLock)).toBe(false);
});
