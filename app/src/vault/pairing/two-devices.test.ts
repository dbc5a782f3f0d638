/** Two engines and a relay on a real port: the second device reads everything, and whoever should not get in does not. */

import { ready } from "@whisperwell/crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { startTestRelay } from "../../../../sync-server/src/testing/running.ts";
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
const holderWithEntries = async (origin: string, seed: number) => {
  const browser = await createRunningBrowser(seed, origin);
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

  test("where no relay answers", async () => {
    const { phone } = await holderWithEntries("http://localhost:1", 10);
    const holder = phone.addDevice({});
    expect((await seenStep(holder.step$, "failed")).error).toEqual({ code: "relay-unreachable" });
    await phone.dispose();
  });
});
