import fc from "fast-check";
import { expect, test } from "vitest";
import type { SyncStatus } from "../../vault/index.ts";
import { syncWordsOf } from "./syncSentence.ts";

const seed = 20261124;
const statuses: fc.Arbitrary<SyncStatus> = fc
  .record({
    link: fc.constantFrom("off", "connecting", "online", "offline", "refused", "stopped" as const),
    since: fc.nat(),
    waitingEntries: fc.nat(3),
    waitingOthers: fc.nat(2),
    waitingFiles: fc.nat(3),
    otherDevices: fc.nat(3),
    upToDateDevices: fc.nat(3),
  })
  .map((status) => ({ ...status, upToDateDevices: Math.min(status.upToDateDevices, status.otherDevices) }));

test(`nothing is called everywhere while an entry or a file waits or a device is behind (seed ${seed})`, () => {
  fc.assert(
    fc.property(statuses, (status) => {
      const { key, tone } = syncWordsOf(status);
      const waits = status.waitingEntries + status.waitingOthers + status.waitingFiles;
      const relay = status.link === "online" && waits === 0;
      if (key.startsWith("everything") || key === "someDevices") expect(relay).toBe(true);
      if (key === "everythingDevices") expect(status.upToDateDevices).toBe(status.otherDevices);
      if (status.link === "stopped") expect(tone).not.toBe("quiet");
    }),
    { seed },
  );
});
test("names and settings that wait are no entries: the sentence counts none and still says that something is on its way", () => {
  const status = { since: 0, waitingEntries: 0, waitingFiles: 0, otherDevices: 0, upToDateDevices: 0 };
  expect(syncWordsOf({ ...status, link: "online", waitingOthers: 2 })).toEqual({
    key: "others",
    tone: "quiet",
  });
  expect(syncWordsOf({ ...status, link: "offline", waitingOthers: 2 }).key).toBe("offline");
});
test("a device that is still joining says so, and never that everything is in place", () => {
  fc.assert(
    fc.property(statuses, (status) => {
      const { key } = syncWordsOf({ ...status, joining: true });
      if (status.link === "online" || status.link === "connecting") expect(key).toBe("joining");
      if (status.link === "offline") expect(key).toBe("offlineJoining");
    }),
    { seed },
  );
});
test("a journal that is only here says so until there is a backup", () => {
  const status: SyncStatus = {
    link: "off",
    since: 0,
    waitingEntries: 0,
    waitingOthers: 0,
    waitingFiles: 0,
    otherDevices: 0,
    upToDateDevices: 0,
  };
  expect(syncWordsOf(status).tone).toBe("caution");
  expect(
    syncWordsOf(status, {
      persisted: "no",
      onRelay: false,
      otherDevices: 0,
      lastBackup: { at: 5, bytes: 1, readBack: true },
    }),
  ).toMatchObject({ key: "onlyHereWithFile", since: 5 });
});
