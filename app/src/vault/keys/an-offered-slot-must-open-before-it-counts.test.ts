/** What another device offers as this passphrase's slot may replace the one that opens only after it has opened itself. */
import { type PrincipalId, type Slot, toHex } from "@whisperwell/crypto";
import { expect, test } from "vitest";
import type { EngineDeps } from "../deps.ts";
import { loadMembership } from "../log/membership-log.ts";
import { createTestBrowser, must, now, quickStretch } from "../testing/browser.ts";
import { readKeys } from "./key-store.ts";
import { sealPassphraseSlot } from "./passphrase-slot.ts";
import { openPrincipal } from "./unlock.ts";

const passphrase = "correct horse battery staple";
const way = { kind: "passphrase", passphrase } as const;
const options = { passphrase, deviceName: "Phone", journalName: "Journal" };

const opened = async (seed: number) => {
  const browser = await createTestBrowser(seed);
  const tab = await browser.tab();
  const { words } = must(await tab.create(options));
  const keysNow = async () => must(await tab.deps.store.read(["keys"], readKeys));
  const held = async (): Promise<Slot> => {
    const [slot] = (await keysNow()).slots;
    if (slot?.state !== "present") throw new Error("a slot is held");
    return slot.value;
  };
  const offer = async (bytes: Uint8Array) => {
    const principal = (await held()).header.holder as PrincipalId;
    await tab.editSettings({ type: "slot", principal, bytes });
    await browser.clock.advance(1000);
  };
  const alarms = () =>
    now(tab.alarms$).flatMap(({ code, details }) => (code === "SLOT_CHANGED" ? [details.why] : []));
  return { browser, tab, words, keysNow, held, offer, alarms };
};
/** The same principal wrapped again, as another device would. */
const wrappedAgain = async (deps: EngineDeps, cost: { t: number; kib: number }, words: string) => {
  const principal = must(await openPrincipal(deps, way));
  const state = await deps.store.read(["log"], loadMembership);
  const salt = deps.random.bytes(16);
  const keys = await quickStretch(words, { ...cost, salt });
  const membership = must(state);
  if (keys === undefined || membership === undefined) throw new Error("both are there");
  return sealPassphraseSlot(principal, { keys: must(keys), cost, salt }, membership, 2, deps.random).bytes;
};
const costOf = ({ header: { kdf } }: Slot) => ({ t: kdf?.t ?? 0, kib: kdf?.kib ?? 0 });

test("a forged newer slot leaves the passphrase opening, is named once it was tried, and is not tried again", async () => {
  const { browser, tab, held, keysNow, offer, alarms } = await opened(1);
  const before = await held();
  const forged = before.bytes.slice();
  forged[71] = 2; // the generation, and with it the commitment no longer fits
  await offer(forged);
  expect(toHex((await held()).bytes)).toBe(toHex(before.bytes));
  await tab.lock();
  expect((await tab.unlock({ kind: "passphrase", passphrase: "not it" })).ok).toBe(false);
  must(await tab.unlock(way));
  await browser.clock.advance(1000);
  expect(alarms()).toEqual(["unproved"]);
  expect((await keysNow()).newer.size).toBe(0);
  await tab.lock();
  must(await tab.unlock(way));
  expect((await keysNow()).newer.size).toBe(0);
});

test("a newer slot that opens takes the held one's place at the next unlocking", async () => {
  const { tab, held, keysNow, offer, alarms } = await opened(2);
  const before = await held();
  const newer = await wrappedAgain(tab.deps, costOf(before), passphrase);
  await offer(newer);
  expect((await held()).header.gen).toBe(1);
  await tab.lock();
  must(await tab.unlock(way));
  expect(toHex((await held()).bytes)).toBe(toHex(newer));
  expect((await keysNow()).newer.size).toBe(0);
  expect(alarms()).toEqual([]);
});

test("a newer slot that costs less to guess is named and not kept", async () => {
  const { tab, held, keysNow, offer, alarms } = await opened(3);
  await offer(await wrappedAgain(tab.deps, { ...costOf(await held()), t: 16 }, passphrase));
  await tab.lock();
  must(await tab.unlock(way));
  expect((await held()).header.kdf?.t).toBe(16);
  const { bytes } = await held();
  const cheap = bytes.slice();
  cheap[71] = 3;
  new DataView(cheap.buffer, cheap.byteOffset).setUint32(113, 3); // t, behind mark and kdf
  await offer(cheap);
  expect(alarms()).toEqual(["weaker"]);
  expect((await keysNow()).newer.size).toBe(0);
  expect((await held()).header.kdf?.t).toBe(16);
});
