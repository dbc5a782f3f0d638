import jsQR from "jsqr";
import { en as journal } from "../../app/src/journal/en.ts";
import { en as onboarding } from "../../app/src/onboarding/en.ts";
import { en as settings } from "../../app/src/settings/en.ts";
import { en as shell } from "../../app/src/shell/en.ts";
import { errorTexts } from "../../app/src/shell/errors/texts.ts";
import { expect, test } from "../harness/journey.ts";
import {
  body,
  button,
  expectText,
  openCode,
  openEntry,
  pair,
  row,
  saved,
  showCode,
  startJournal,
  syncSentence,
  textOf,
  toJournal,
  turnOnSync,
  type,
  typeDigits,
  write,
} from "../harness/person.ts";
import { begins, like, say } from "../harness/say.ts";

/** Whether the other device has seen it is told by its next words; that the relay has it is known at once. */
const onRelay = /^Everything is on your relay/u;

test("two paired devices write offline in the same entry, reconnect, and hold the same text", async ({
  relay,
  open,
}) => {
  const [laptop, phone] = [await open(), await open()];
  for (const { recorder } of [laptop, phone]) recorder.expectRelayAway();
  await startJournal(laptop.page, relay.url);
  await laptop.page.keyboard.type("Written before there was a relay.");
  await saved(laptop.page);
  await turnOnSync(laptop.page);
  await pair(laptop.page, phone.page, "Phone");
  await openEntry(phone.page, "Written before there was a relay.");
  await toJournal(laptop.page);
  await openEntry(laptop.page, "Written before there was a relay.");

  // Who has it open stands in the entry, by name.
  await expect(laptop.page.getByText(say(journal.presence.also, { names: "Phone" }))).toBeVisible();

  await relay.kill("SIGTERM");
  await expect(syncSentence(laptop.page, begins("Offline since"))).toBeVisible();
  await expect(syncSentence(phone.page, begins("Offline since"))).toBeVisible();
  await type(laptop.page, " Laptop wrote this offline.");
  await type(phone.page, " Phone wrote this offline.");
  await Promise.all([saved(laptop.page), saved(phone.page)]);
  await expect(body(laptop.page)).not.toContainText("Phone wrote");

  await relay.restart();
  for (const { page } of [laptop, phone]) {
    await expect(body(page)).toContainText("Laptop wrote this offline.", { timeout: 45_000 });
    await expect(body(page)).toContainText("Phone wrote this offline.", { timeout: 45_000 });
    await expect(syncSentence(page, onRelay)).toBeVisible();
  }
  await expectText(phone.page, await textOf(laptop.page));
});

test("what one types appears on the other as it is typed", async ({ relay, open }) => {
  const [laptop, phone] = [await open(), await open()];
  await startJournal(laptop.page, relay.url);
  await laptop.page.keyboard.type("Live.");
  await saved(laptop.page);
  await turnOnSync(laptop.page);
  await pair(laptop.page, phone.page, "Phone");
  await openEntry(phone.page, "Live.");
  await toJournal(laptop.page);
  await openEntry(laptop.page, "Live.");
  await expect(laptop.page.getByText(say(journal.presence.also, { names: "Phone" }))).toBeVisible();

  await body(phone.page).evaluate((text) => {
    const seen = new Map<string, number>();
    Object.assign(globalThis, { seen });
    new MutationObserver(() => {
      for (const mark of text.textContent?.match(/<\d+>/gu) ?? [])
        if (!seen.has(mark)) seen.set(mark, Date.now());
    }).observe(text, { childList: true, characterData: true, subtree: true });
  });
  const delays: number[] = [];
  for (let mark = 0; mark < 9; mark += 1) {
    await type(laptop.page, `<${mark}>`);
    const typed = Date.now();
    await expect(body(phone.page)).toContainText(`<${mark}>`);
    const shown = await phone.page.evaluate(
      (name) => (Reflect.get(globalThis, "seen") as Map<string, number>).get(name) ?? Number.NaN,
      `<${mark}>`,
    );
    delays.push(shown - typed);
  }
  const half = delays.sort((a, b) => a - b)[4] ?? Number.NaN;
  test
    .info()
    .annotations.push({ type: "live typing, median", description: `${half} ms of ${delays.join(", ")}` });
  // The budget of 350 ms is the bench's; here it must not be another kind of thing on a busy machine.
  expect(half).toBeLessThan(2000);
});

test("the code can be scanned, and one wrong digit ends the pairing on both screens", async ({
  relay,
  open,
}) => {
  const [holder, newcomer] = [await open(), await open({ size: "phone" })];
  await startJournal(holder.page, relay.url);
  await turnOnSync(holder.page);
  const address = await showCode(holder.page);
  const code = holder.page.getByRole("img", { name: settings.add.codeLabel });
  const picture = (await code.screenshot()).toString("base64");
  const { data, width, height } = await holder.page.evaluate(async (png) => {
    const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
    context?.drawImage(bitmap, 0, 0);
    const image = context?.getImageData(0, 0, bitmap.width, bitmap.height);
    return { data: [...(image?.data ?? [])], width: bitmap.width, height: bitmap.height };
  }, picture);
  expect(jsQR(Uint8ClampedArray.from(data), width, height)?.data).toBe(address);

  const digits = await openCode(newcomer.page, address, "Stranger");
  expect(newcomer.page.url()).not.toContain("join");
  const wrong = `${digits.slice(0, 5)}${(Number(digits[5]) + 1) % 10}`;
  await typeDigits(holder.page, wrong);
  await expect(holder.page.getByText(errorTexts["digits-wrong"].what)).toBeVisible();
  await expect(holder.page.getByText(begins(errorTexts["digits-wrong"].safe))).toBeVisible();
  await expect(
    newcomer.page
      .getByText(errorTexts["digits-wrong"].what)
      .or(newcomer.page.getByText(onboarding.join.stopped.there.what)),
  ).toBeVisible();
  await expect(button(holder.page, settings.add.again)).toBeVisible();
  await expect(button(newcomer.page, onboarding.join.retry)).toBeVisible();
  await newcomer.page.goto(relay.url);
  await expect(button(newcomer.page, onboarding.start)).toBeVisible();
});

test.describe("behind a gate", () => {
  test.use({ relayOptions: { gated: true } });
  test("a relay killed between storing and answering loses nothing and doubles nothing", async ({
    relay,
    open,
  }) => {
    const [laptop, phone] = [await open(), await open()];
    for (const { recorder } of [laptop, phone]) recorder.expectRelayAway();
    await startJournal(laptop.page, relay.url);
    await laptop.page.keyboard.type("The first.");
    await saved(laptop.page);
    await turnOnSync(laptop.page);
    await pair(laptop.page, phone.page, "Phone");
    await toJournal(laptop.page);
    await expect(syncSentence(laptop.page, onRelay)).toBeVisible();

    const { answered } = relay.gate!.hold();
    await write(laptop.page, "Stored, and nobody heard so.");
    // The relay has said something since, and says ACK only after its own durable write; nothing of it came through.
    await answered(40);
    await relay.kill("SIGKILL");
    relay.gate!.cut();
    await relay.restart();

    await expect(row(phone.page, "Stored, and nobody heard so.")).toBeVisible({ timeout: 45_000 });
    await expect(row(phone.page, "Stored, and nobody heard so.")).toHaveCount(1);
    await openEntry(phone.page, "Stored, and nobody heard so.");
    await expectText(phone.page, "Stored, and nobody heard so.");
    await expect(syncSentence(laptop.page, onRelay)).toBeVisible({ timeout: 45_000 });
  });
});

test("a relay that is down is said in one sentence, and turning sync on without one says what is safe", async ({
  relay,
  open,
}) => {
  const { page, recorder } = await open();
  recorder.expectRelayAway();
  await startJournal(page, relay.url);
  await page.keyboard.type("Before.");
  await saved(page);
  await turnOnSync(page);
  await expect(syncSentence(page, shell.sync.everythingRelay)).toBeVisible();
  await relay.kill("SIGKILL");
  await expect(page.getByText(like(settings.sync.link.offline))).toBeVisible();
  await write(page, "While it was down.");
  await expect(syncSentence(page, like(shell.sync.offlineWaiting_one))).toBeVisible();
  await relay.restart();
  await expect(syncSentence(page, shell.sync.everythingRelay)).toBeVisible({ timeout: 45_000 });
});
