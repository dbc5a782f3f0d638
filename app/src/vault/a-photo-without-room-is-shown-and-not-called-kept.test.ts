/** A photo that is looked at where there is no room for it: shown, and no backup counts on it. */
import { ready } from "@whisperwell/crypto";
import { beforeAll, expect, test } from "vitest";
import { startTestRelay } from "../../../sync-server/src/testing/running.ts";
import { must } from "./testing/browser.ts";
import { createRunningBrowser, seen } from "./testing/running.ts";

beforeAll(() => ready);
const passphrase = "correct horse battery staple";
const way = { kind: "passphrase", passphrase } as const;
const when = { day: "2026-11-24", zone: "Europe/Oslo", instant: Date.UTC(2026, 10, 24, 8) };
const photo = new Uint8Array(5000).fill(7);
const attachment = "a".repeat(32);

test("a photo seen without room stops no later backup, and is in one once there was room for it", async () => {
  await using relay = await startTestRelay();
  const phone = await (await createRunningBrowser(1, relay.url)).tab();
  must(await phone.create({ passphrase, deviceName: "Phone", journalName: "Journal" }));
  must(await phone.turnOnSync());
  const save = async (engine: typeof phone) => {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    const sink = new WritableStream<Uint8Array>({ write: (piece) => void parts.push(piece.slice()) });
    return { report: must(await engine.saveBackup(sink)), file: new Blob(parts) };
  };
  const laptop = await (await createRunningBrowser(2, relay.url)).tab();
  must(await laptop.restoreBackup((await save(phone)).file, way, "Laptop"));
  const body = { type: "doc", content: [{ type: "paragraph" }] };
  const lists = { tags: [], people: [], moods: [], favourite: false, pinned: false };
  const [outcome] = await phone.ingest(
    { id: "b".repeat(32), importer: "dayone", label: "export.zip", at: when.instant },
    [
      {
        sourceId: "1",
        entry: { title: "photo", body, when, ...lists },
        media: [{ id: attachment, name: "a.jpg", type: "image/jpeg", bytes: photo }],
      },
    ],
  );
  expect(outcome?.outcome).toBe("added");
  await seen(
    phone.sync$,
    (status): status is typeof status =>
      status.link === "online" && status.waitingEntries + status.waitingFiles === 0,
  );
  let docId = "";
  await seen(laptop.rows$, (change): change is typeof change => {
    docId = (change.type === "all" ? change.rows : change.upsert)[0]?.docId ?? docId;
    return docId !== "";
  });
  const [first] = must(await laptop.readEntry(docId)).attachments;
  if (first === undefined) throw new Error("the entry has its photo");
  const { write } = laptop.deps.store;
  const full = { ok: false, error: { code: "storage-full", cause: new Error("full") } } as const;
  Object.assign(laptop.deps.store, {
    write: async (...given: Parameters<typeof write>) =>
      given[0][0] === "blobs" && given[0].length === 1 ? full : write(...given),
  });
  expect(must(await laptop.readBlob(first.manifest))).toEqual(photo);
  expect((await save(laptop)).report).toMatchObject({ entries: 1, attachments: 0 });
  Object.assign(laptop.deps.store, { write });
  expect(must(await laptop.readBlob(first.manifest))).toEqual(photo);
  expect((await save(laptop)).report).toMatchObject({ entries: 1, attachments: 1 });
  await Promise.all([phone.dispose(), laptop.dispose()]);
});
