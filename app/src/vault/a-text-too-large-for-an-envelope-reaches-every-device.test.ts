/** A text that has no room in an envelope travels as an attachment: other devices fetch it, and show no blank entry until then. */
import { ready } from "@whisperwell/crypto";
import { beforeAll, expect, test } from "vitest";
import { seededRandom } from "../../../crypto/src/testing.ts";
import { startTestRelay } from "../../../sync-server/src/testing/running.ts";
import type { EntryRow } from "../documents/model.ts";
import { createWebNetwork } from "../sync/index.ts";
import type { Engine } from "./engine-api.ts";
import { savedFile } from "./testing/backups.ts";
import { must, now } from "./testing/browser.ts";
import { createRunningBrowser, seen } from "./testing/running.ts";

beforeAll(() => ready);
const passphrase = "correct horse battery staple";
const way = { kind: "passphrase", passphrase } as const;
const when = { day: "2026-11-24", zone: "Europe/Oslo", instant: Date.UTC(2026, 10, 24, 8) };
const run = { id: "a".repeat(32), importer: "markdown", label: "Notes", at: 1 };
/** Deflate makes nothing of it that an envelope would hold. */
const longText = () => Buffer.from(seededRandom(7).bytes(700_000)).toString("hex");
const noteOf = (words: string) => ({
  sourceId: "long.md",
  entry: {
    title: "Long",
    body: { type: "doc", content: [{ type: "paragraph", content: [{ type: "text", text: words }] }] },
    when,
    tags: [],
    people: [],
    moods: [],
    favourite: false,
    pinned: false,
  },
  media: [],
});
const rowsOf = (engine: Engine): readonly EntryRow[] => {
  const rows = now(engine.rows$);
  return rows.type === "all" ? rows.rows : [];
};
const listed = (engine: Engine) =>
  seen(engine.rows$, (_): _ is typeof _ => rowsOf(engine).some(({ title }) => title === "Long"));
const twoDevices = async (seed: number, origin: string, network = createWebNetwork()) => {
  const words = longText();
  const phone = await (await createRunningBrowser(seed, origin)).tab();
  must(await phone.create({ passphrase, deviceName: "Phone", journalName: "Journal" }));
  must(await phone.turnOnSync());
  const laptop = await (await createRunningBrowser(seed + 1, origin, network)).tab();
  must(await laptop.restoreBackup(await savedFile(phone), way, "Laptop"));
  expect((await phone.ingest(run, [noteOf(words)])).map(({ outcome }) => outcome)).toEqual(["added"]);
  await seen(
    phone.sync$,
    (status): status is typeof status => status.link === "online" && status.waitingFiles === 0,
  );
  await listed(laptop);
  const docId = rowsOf(laptop)[0]?.docId ?? "";
  return { phone, laptop, docId, words };
};
const dispose = (...engines: readonly Engine[]) => Promise.all(engines.map((engine) => engine.dispose()));

test("the other device reads every word of it", async () => {
  await using relay = await startTestRelay();
  const { phone, laptop, docId, words } = await twoDevices(50, relay.url);
  const read = must(await laptop.readEntry(docId));
  expect(read.markdown.trim() === words).toBe(true);
  expect(rowsOf(laptop)[0]).toMatchObject({ title: "Long", when });
  must(await laptop.edit(docId, [{ type: "favourite", on: true }]));
  expect(rowsOf(laptop)[0]).toMatchObject({ title: "Long", when, favourite: true });
  await dispose(phone, laptop);
});

test("until its words are here it is not open and nothing of it is changed, and it opens once they are", async () => {
  await using relay = await startTestRelay();
  const honest = createWebNetwork();
  let isHeldBack = true;
  const network = {
    ...honest,
    fetch: async (...given: Parameters<typeof fetch>) =>
      isHeldBack && String(given[0]).endsWith("/v1/blobs") && given[1]?.method === "GET"
        ? new Response("", { status: 503 })
        : honest.fetch(...given),
  };
  const { phone, laptop, docId, words } = await twoDevices(60, relay.url, network);
  const listener = { onUpdate: () => {}, onAwareness: () => {}, onSaved: () => {} };
  const codeOf = (answer: { readonly ok: boolean; readonly error?: { readonly code: string } }) =>
    answer.ok ? "ok" : answer.error?.code;
  expect(codeOf(await laptop.readEntry(docId))).toBe("not-found");
  expect(codeOf(await laptop.open(docId, listener))).toBe("not-found");
  expect(codeOf(await laptop.edit(docId, [{ type: "favourite", on: true }]))).toBe("not-found");
  expect(rowsOf(laptop)[0]).toMatchObject({ title: "Long", when, favourite: false });
  isHeldBack = false;
  must(await laptop.readEntry(docId));
  const opened = must(await laptop.open(docId, listener));
  expect(opened.state.length).toBeGreaterThan(words.length);
  await dispose(phone, laptop);
});
