/** Alarms stay few whatever the numbers in them say, and a proof of revocation is the whole record or none. */
import { cosign, cosignedTypes, type Hash, issueRevoke, revokeIntent } from "@whisperwell/crypto";
import { expect, test } from "vitest";
import { openPrincipal } from "../keys/unlock.ts";
import { createMemoryDisk } from "../store/memory.ts";
import { must } from "../testing/browser.ts";
import {
  alarmCodes,
  createFeed,
  foundDevice,
  joinDevice,
  newEntry,
  passphrase,
  pull,
  push,
} from "../testing/feed.ts";
import { createAlarms } from "./alarms.ts";

test("the same thing about the same writer is one alarm, with the newest numbers", async () => {
  const device = await foundDevice(31);
  for (const changes of [1, 2, 3]) await device.log.raise("QUARANTINE", { writer: "aa", changes });
  await device.log.raise("QUARANTINE", { writer: "bb", changes: 1 });
  const raised = device.unlocked.alarms.alarms$.value().map(({ details }) => details);
  expect(raised).toEqual([
    { writer: "aa", changes: 3 },
    { writer: "bb", changes: 1 },
  ]);
});

test("without room an alarm is shown once however often it is raised, goes when it is acknowledged, and is kept when there is room", async () => {
  const disk = createMemoryDisk();
  const alarms = createAlarms(disk.open(), () => 1);
  const present = () => alarms.alarms$.value().map(({ code, details }) => [code, details.writer]);
  await alarms.raise("FORK", { writer: "aa" });
  disk.failWrites("storage-full");
  for (let n = 0; n < 3; n++) await alarms.raise("QUARANTINE", { writer: "bb", changes: n });
  expect(present()).toEqual([
    ["FORK", "aa"],
    ["QUARANTINE", "bb"],
  ]);
  await alarms.acknowledge(alarms.alarms$.value()[0]?.id ?? "");
  expect(present()).toEqual([["QUARANTINE", "bb"]]);
  disk.failWrites(undefined);
  await alarms.raise("QUARANTINE", { writer: "bb", changes: 9 });
  await alarms.refresh();
  expect(alarms.alarms$.value().map(({ details }) => details)).toEqual([{ writer: "bb", changes: 9 }]);
});

test("a revoke proves itself only whole; one that fences below what was built on says FENCE_CROSSED", async () => {
  const feed = createFeed();
  const first = await foundDevice(32);
  const second = await joinDevice(first, feed, 1032);
  await newEntry(second);
  await push(second, feed);
  await pull(first, feed);
  const { session } = first.unlocked;
  const slot = must(await openPrincipal(first.deps, { kind: "passphrase", passphrase }));
  const principalIds = [second.log.deviceId];
  const key = session.keyring.keyOf(0);
  if (key === undefined) throw new Error("the founder holds the first epoch's key");
  const request = {
    signer: session.device,
    epochKey: { n: 0, key },
    principalIds,
    heads: new Map<never, { wseq: number; hash: Hash }>(),
    cut: true,
  };
  const coSignature = cosign(slot, session.vaultId, cosignedTypes.revoke, revokeIntent(principalIds));
  const issued = must(issueRevoke(first.deps, session.membership(), { ...request, coSignature }));
  const { item } = issued;
  expect(await second.log.provesRevocation?.(item)).toBe(true);
  for (const at of [150, item.length - 70, item.length - 1]) {
    const bad = Uint8Array.from(item);
    bad[at] = (bad[at] ?? 0) ^ 1;
    expect(await second.log.provesRevocation?.(bad)).toBe(false);
  }
  feed.items.push(item);
  await pull(first, feed);
  expect(alarmCodes(first)).toContain("FENCE_CROSSED");
});
