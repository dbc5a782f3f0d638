/** The words of another branch are sent under a writer that goes on, and are called on the relay no earlier than that. */
import { ready } from "@whisperwell/crypto";
import { beforeAll, expect, test } from "vitest";
import { startTestRelay } from "../../../../sync-server/src/testing/running.ts";
import type { Engine } from "../engine-api.ts";
import type { VaultStore } from "../store/port.ts";
import { createTestBrowser, must, now } from "../testing/browser.ts";
import { createRunningBrowser, seen } from "../testing/running.ts";

beforeAll(() => ready);
const passphrase = "correct horse battery staple";
const way = { kind: "passphrase", passphrase } as const;
const when = { day: "2026-11-24", zone: "Europe/Oslo", instant: Date.UTC(2026, 10, 24, 8) };
const run = { id: "a".repeat(32), importer: "dayone", label: "export.zip", at: Date.UTC(2026, 10, 24) };

const write = async (engine: Engine, title: string) => {
  const body = { type: "doc", content: [{ type: "paragraph" }] };
  const lists = { tags: [], people: [], moods: [], favourite: false, pinned: false };
  await engine.ingest(run, [{ sourceId: title, entry: { title, body, when, ...lists }, media: [] }]);
};
const saved = async (engine: Engine): Promise<Blob> => {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  must(await engine.saveBackup(new WritableStream({ write: (piece) => void parts.push(piece.slice()) })));
  return new Blob(parts);
};
/** Everything of a journal that was never sent: all of its log still waits. */
const copy = async (from: VaultStore, to: VaultStore) => {
  const tables = ["meta", "keys", "rows", "log"] as const;
  const [meta, keys, rows, log] = must(
    await from.read(tables, async (tx) => [
      await tx.meta.all(),
      await tx.keys.all(),
      await tx.rows.all(),
      await tx.log.outbox(1000),
    ]),
  ) as never as [never[], never[], never[], never[]];
  must(
    await to.write(tables, "strict", async (tx) => {
      await tx.meta.put(meta);
      await tx.keys.put(keys);
      await tx.rows.put(rows);
      await tx.log.put(log);
    }),
  );
};
const lists = async (engine: Engine, wanted: readonly string[]) => {
  const found = new Map<string, string>();
  await seen(engine.rows$, (change): change is typeof change => {
    if (change.type === "all") found.clear();
    for (const row of change.type === "all" ? change.rows : change.upsert) found.set(row.docId, row.title);
    return JSON.stringify([...found.values()].sort()) === JSON.stringify(wanted);
  });
};
const isThrough = (engine: Engine) =>
  seen(
    engine.sync$,
    (status): status is typeof status => status.link === "online" && status.waitingEntries === 0,
  );

test("an entry only a branch has comes to every device, and waits until the relay holds it", async () => {
  await using relay = await startTestRelay();
  const phone = await (await createRunningBrowser(1, relay.url)).tab();
  must(await phone.create({ passphrase, deviceName: "Phone", journalName: "Journal" }));
  await write(phone, "before");
  const there = await createTestBrowser(2);
  await copy(phone.deps.store, there.disk.open());
  const other = await there.tab();
  must(await other.unlock(way));
  await write(other, "other");
  const file = await saved(other);

  must(await phone.turnOnSync());
  await write(phone, "mine 1");
  await write(phone, "mine 2");
  await isThrough(phone);
  const laptop = await (await createRunningBrowser(3, relay.url)).tab();
  must(await laptop.restoreBackup(await saved(phone), way, "Laptop"));
  await phone.turnOffSync();
  must(await phone.restoreBackup(file, way, "Phone"));
  expect(now(phone.sync$).waitingEntries).toBe(1);
  must(await phone.turnOnSync());
  const all = ["before", "mine 1", "mine 2", "other"];
  await Promise.all([lists(phone, all), lists(laptop, all)]);
  await isThrough(phone);
  await write(phone, "after");
  await lists(laptop, ["after", ...all]);

  await using second = await startTestRelay();
  must(await phone.turnOnSync(second.url)); // a relay that has nothing takes one branch, and does not refuse the rest
  await isThrough(phone);
  await Promise.all([phone.dispose(), laptop.dispose(), other.dispose()]);
});
