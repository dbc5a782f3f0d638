/** Two engines and a relay on a real port: the second device reads everything, and whoever should not get in does not. */

import { fromBase64Url, ready, toBase64Url } from "@whisperwell/crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { startTestRelay } from "../../../../sync-server/src/testing/running.ts";
import { createWebNetwork } from "../../sync/index.ts";
import type { Engine } from "../engine-api.ts";
import { must, now } from "../testing/browser.ts";
import { createRunningBrowser, seen, seenStep } from "../testing/running.ts";

beforeAll(() => ready);
const passphrase = "correct horse battery staple";
const when = { day: "2026-11-24", zone: "Europe/Oslo", instant: Date.UTC(2026, 10, 24, 8) };
const run = { id: "a".repeat(32), importer: "dayone", label: "export.zip", at: Date.UTC(2026, 10, 24) };
const written = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    sourceId: `entry-${i}`,
    entry: {
      title: `Entry ${i}`,
      body: {
        type: "doc",
        content: [{ type: "paragraph", content: [{ type: "text", text: `Words ${i}` }] }],
      },
      when,
      tags: [],
      people: [],
      moods: [],
      favourite: false,
      pinned: false,
    },
    media: [],
  }));

const titles = (engine: Engine) => {
  const rows = now(engine.rows$);
  return rows.type === "all" ? rows.rows.map(({ title }) => title).sort() : [];
};
/** A relay that flips one bit of mailbox message `n` as it is read. */
const changing =
  (n: number, honest: typeof fetch): typeof fetch =>
  async (input, init) => {
    const response = await honest(input, init);
    if (!String(input).endsWith("/v1/pair")) return response;
    const answer = (await response.json()) as { messages?: { n: number; message: string }[] };
    for (const held of answer.messages ?? []) {
      if (held.n !== n) continue;
      const bytes = fromBase64Url(held.message);
      if (bytes !== undefined) held.message = toBase64Url(bytes.with(40, (bytes[40] ?? 0) ^ 1));
    }
    return Response.json(answer, { status: response.status });
  };
const holderWithEntries = async (origin: string, seed: number, network = createWebNetwork()) => {
  const browser = await createRunningBrowser(seed, origin, network);
  const phone = await browser.tab();
  const { words } = must(await phone.create({ passphrase, deviceName: "Phone", journalName: "Journal" }));
  await phone.turnOnSync();
  await phone.ingest(run, written(40));
  return { phone, words };
};

describe("a device is let in", () => {
  test("by the code the holder shows: it has every entry, and opens with the passphrase after its first lock", async () => {
    await using relay = await startTestRelay();
    const { phone } = await holderWithEntries(relay.url, 1);
    const laptop = await (await createRunningBrowser(2, relay.url)).tab();

    const holder = phone.addDevice({});
    const { link } = await seenStep(holder.step$, "code");
    const newcomer = laptop.joinAsNewcomer({ link, deviceName: "Laptop" });
    const { digits } = await seenStep(newcomer.step$, "digits");
    await seenStep(holder.step$, "type-digits");
    holder.typeDigits(digits);
    expect(await seenStep(holder.step$, "approve")).toEqual({ step: "approve", label: "Laptop" });
    holder.approve({ kind: "passphrase", passphrase: "not it" });
    await seen(
      holder.step$,
      (step): step is typeof step => step.step === "approve" && step.wrong === "wrong-passphrase",
    );
    holder.approve({ kind: "passphrase", passphrase });
    await seenStep(newcomer.step$, "confirm");
    expect(now(laptop.state$)).toEqual({ phase: "absent", vanished: false });
    newcomer.confirm();
    await seenStep(newcomer.step$, "joined");

    expect(now(holder.step$)).toEqual({ step: "joined", label: "Laptop" });
    expect(titles(laptop)).toEqual(titles(phone));
    expect(titles(laptop).length).toBe(40);
    await laptop.lock();
    must(await laptop.unlock({ kind: "passphrase", passphrase }));
    expect(titles(laptop).length).toBe(40);
    await Promise.all([phone.dispose(), laptop.dispose()]);
  });

  test("by the code it shows itself, approved with the 24 words", async () => {
    await using relay = await startTestRelay();
    const { phone, words } = await holderWithEntries(relay.url, 3);
    const laptop = await (await createRunningBrowser(4, relay.url)).tab();
    const newcomer = laptop.joinAsNewcomer({ deviceName: "Laptop" });
    const { link } = await seenStep(newcomer.step$, "code");
    const holder = phone.addDevice({ link });
    const { digits } = await seenStep(newcomer.step$, "digits");
    await seenStep(holder.step$, "type-digits");
    holder.typeDigits(`${digits.slice(0, 3)} ${digits.slice(3)}`);
    await seenStep(holder.step$, "approve");
    holder.approve({ kind: "phrase", words: words.join(" ") });
    await seenStep(newcomer.step$, "confirm");
    newcomer.confirm();
    await seenStep(newcomer.step$, "joined");
    expect(titles(laptop)).toEqual(titles(phone));
    expect(now(phone.devices$).map(({ name }) => name)).toContain("Laptop");
    await Promise.all([phone.dispose(), laptop.dispose()]);
  });
});

describe("a device is not let in", () => {
  test("by wrong digits: both sides end, and the newcomer keeps nothing", async () => {
    await using relay = await startTestRelay();
    const { phone } = await holderWithEntries(relay.url, 5);
    const browser = await createRunningBrowser(6, relay.url);
    const laptop = await browser.tab();
    const holder = phone.addDevice({});
    const { link } = await seenStep(holder.step$, "code");
    const newcomer = laptop.joinAsNewcomer({ link, deviceName: "Laptop" });
    const { digits } = await seenStep(newcomer.step$, "digits");
    await seenStep(holder.step$, "type-digits");
    holder.typeDigits(digits === "000000" ? "000001" : "000000");
    expect((await seenStep(holder.step$, "failed")).error).toEqual({ code: "digits-wrong" });
    expect((await seenStep(newcomer.step$, "failed")).error).toEqual({ code: "cancelled" });
    expect(browser.disk.isEmpty()).toBe(true);
    expect(now(phone.devices$).length).toBe(1);

    const late = laptop.joinAsNewcomer({ link, deviceName: "Laptop" });
    expect((await seenStep(late.step$, "failed")).error).toEqual({ code: "code-used" });
    await Promise.all([phone.dispose(), laptop.dispose()]);
  });

  test("by a code someone else opened first, a code that is none, or beside another journal", async () => {
    await using relay = await startTestRelay();
    const { phone } = await holderWithEntries(relay.url, 7);
    const [first, second] = [
      await (await createRunningBrowser(8, relay.url)).tab(),
      await (await createRunningBrowser(9, relay.url)).tab(),
    ];
    const holder = phone.addDevice({});
    const { link } = await seenStep(holder.step$, "code");
    const one = first.joinAsNewcomer({ link, deviceName: "One" });
    await seenStep(one.step$, "digits");
    const two = second.joinAsNewcomer({ link, deviceName: "Two" });
    expect((await seenStep(two.step$, "failed")).error).toEqual({ code: "code-used" });
    one.cancel();
    expect((await seenStep(one.step$, "failed")).error).toEqual({ code: "cancelled" });
    expect((await seenStep(holder.step$, "failed")).error).toEqual({ code: "cancelled" });
    const none = second.joinAsNewcomer({ link: "https://example.org/join#abc", deviceName: "Two" });
    expect((await seenStep(none.step$, "failed")).error).toEqual({ code: "code-unreadable" });
    const own = phone.joinAsNewcomer({ deviceName: "Phone" });
    expect((await seenStep(own.step$, "failed")).error).toEqual({ code: "other-journal-here" });
    await Promise.all([phone.dispose(), first.dispose(), second.dispose()]);
  });

  test.each([
    ["the newcomer's key", "O", 0],
    ["the holder's key", "A", 1],
    ["the offer", "O", 2],
    ["the anchor", "A", 3],
  ] as const)("when the relay changes %s on its way", async (_, reader, n) => {
    await using relay = await startTestRelay();
    const honest = createWebNetwork();
    const lying = { ...honest, fetch: changing(n, honest.fetch) };
    const [toPhone, toLaptop] = reader === "O" ? [lying, honest] : [honest, lying];
    const { phone } = await holderWithEntries(relay.url, 11, toPhone);
    const browser = await createRunningBrowser(12, relay.url, toLaptop);
    const laptop = await browser.tab();
    const holder = phone.addDevice({});
    const { link } = await seenStep(holder.step$, "code");
    const newcomer = laptop.joinAsNewcomer({ link, deviceName: "Laptop" });
    holder.step$.subscribe(({ step }) => {
      if (step === "approve") queueMicrotask(() => holder.approve({ kind: "passphrase", passphrase }));
    });
    newcomer.step$.subscribe(async (step) => {
      if (step.step !== "digits") return;
      await seenStep(holder.step$, "type-digits").catch(() => undefined);
      holder.typeDigits(step.digits);
    });
    const lied = reader === "O" ? holder.step$ : newcomer.step$;
    const told = await seenStep(lied as typeof newcomer.step$, "failed");
    expect(told.error).toEqual({ code: "tampered" });
    expect(browser.disk.isEmpty()).toBe(true);
    await Promise.all([phone.dispose(), laptop.dispose()]);
  });

  test("a pairing that fails after the device was added says on the holder's screen that it was added", async () => {
    await using relay = await startTestRelay();
    const { phone } = await holderWithEntries(relay.url, 21);
    const laptop = await (await createRunningBrowser(22, relay.url)).tab();
    const holder = phone.addDevice({});
    const { link } = await seenStep(holder.step$, "code");
    const newcomer = laptop.joinAsNewcomer({ link, deviceName: "Laptop" });
    const { digits } = await seenStep(newcomer.step$, "digits");
    await seenStep(holder.step$, "type-digits");
    holder.typeDigits(digits);
    await seenStep(holder.step$, "approve");
    expect(now(phone.alarms$)).toEqual([]);
    await phone.turnOffSync(); // nothing is acknowledged from here on
    holder.approve({ kind: "passphrase", passphrase });
    await seen(phone.devices$, (devices): devices is typeof devices => devices.length === 2);
    holder.cancel();
    expect((await seenStep(holder.step$, "failed")).error).toEqual({ code: "cancelled" });
    const [alarm] = await seen(phone.alarms$, (alarms): alarms is typeof alarms => alarms.length > 0);
    expect(alarm?.code).toBe("DEVICE_ADDED");
    await Promise.all([phone.dispose(), laptop.dispose()]);
  });

  test("where no relay answers", async () => {
    const { phone } = await holderWithEntries("http://localhost:1", 10);
    const holder = phone.addDevice({});
    expect((await seenStep(holder.step$, "failed")).error).toEqual({ code: "relay-unreachable" });
    await phone.dispose();
  });
});
