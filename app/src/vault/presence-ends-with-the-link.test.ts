/** What is called open is open as far as we know: presence goes with the link it came by. */
import { ready } from "@whisperwell/crypto";
import { beforeAll, expect, test } from "vitest";
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { startTestRelay } from "../../../sync-server/src/testing/running.ts";
import type { Peer } from "../sync/index.ts";
import type { DeviceInfo } from "./api.ts";
import { departures } from "./departures.ts";
import { distinctNames } from "./receipts.ts";
import { must } from "./testing/browser.ts";
import { createRunningBrowser, seen, seenStep } from "./testing/running.ts";

beforeAll(() => ready);
const passphrase = "correct horse battery staple";

const otherIsOpen =
  (open: boolean) =>
  (devices: readonly DeviceInfo[]): devices is readonly DeviceInfo[] =>
    devices.length === 2 && devices.some(({ thisDevice, online }) => !thisDevice && online) === open;

test("another device is called open until the relay dies, and not for a moment longer", async () => {
  const relay = await startTestRelay();
  const phoneBrowser = await createRunningBrowser(1, relay.url);
  const phone = await phoneBrowser.tab();
  must(await phone.create({ passphrase, deviceName: "Phone", journalName: "Journal" }));
  await phone.turnOnSync();
  const laptop = await (await createRunningBrowser(2, relay.url)).tab();
  const holder = phone.addDevice({});
  const { link } = await seenStep(holder.step$, "code");
  const newcomer = laptop.joinAsNewcomer({ link, deviceName: "Phone" });
  const { digits } = await seenStep(newcomer.step$, "digits");
  await seenStep(holder.step$, "type-digits");
  holder.typeDigits(digits);
  await seenStep(holder.step$, "approve");
  holder.approve({ kind: "passphrase", passphrase });
  await seenStep(newcomer.step$, "confirm");
  newcomer.confirm();
  await seenStep(newcomer.step$, "joined");

  const open = await seen(phone.devices$, otherIsOpen(true));
  expect(open.map(({ name }) => name).sort()).toEqual(["Phone", "Phone 2"]);
  await relay[Symbol.asyncDispose]();
  await seen(phone.devices$, otherIsOpen(false));
  await Promise.all([phone.dispose(), laptop.dispose()]);
}, 30_000);

const device = "d".repeat(64) as Peer["deviceId"];
const peer = (session: string, awareness: Uint8Array): Peer => ({
  deviceId: device,
  session: session as Peer["session"],
  documents: [{ docId: "a".repeat(32) as never, awareness: awareness as never }],
});

test("the carets of a session that left are taken out, those of one that stays stand", () => {
  const there = new Awareness(new Y.Doc());
  there.setLocalState({ caret: 1 });
  const update = encodeAwarenessUpdate(there, [there.clientID]);
  const page = new Awareness(new Y.Doc());
  applyAwarenessUpdate(page, update, "test");

  const stays = departures([peer("one", update)], [peer("one", update)]);
  expect(stays).toEqual({ devices: [], carets: [] });
  const left = departures(
    [peer("one", update), peer("two", new Uint8Array(0))],
    [peer("two", new Uint8Array(0))],
  );
  expect(left.devices).toEqual([]);
  for (const { awareness } of left.carets) applyAwarenessUpdate(page, awareness, "test");
  expect(page.getStates().has(there.clientID)).toBe(false);
  expect(departures([peer("one", update)], []).devices).toEqual([device]);
  there.destroy();
  page.destroy();
});

test("no two devices are shown under one name, and the first to come keeps it", () => {
  expect(distinctNames(["Phone", "Phone", "Phone 2", "Phone"])).toEqual([
    "Phone",
    "Phone 3",
    "Phone 2",
    "Phone 4",
  ]);
});
