import { describe, expect, it } from "vitest";
import type { ImportedDocument, ImportRun, IngestOutcome } from "../vault/api.ts";
import { chosenFiles } from "./cli/chosen.ts";
import { createImportHost } from "./import-host.ts";
import { createImporter } from "./importer.ts";
import { fixture, textFile, zipped } from "./testing.ts";

const setUp = (
  fail: (document: ImportedDocument) => boolean = () => false,
  always?: Omit<IngestOutcome, "sourceId">,
) => {
  const stored = new Map<string, ImportedDocument>();
  const batches: number[] = [];
  const importer = createImporter({
    vault: {
      importedBefore: async (_importer, sourceIds) => ({
        here: sourceIds.filter((sourceId) => stored.has(sourceId)).length,
        trashed: 0,
      }),
      ingest: async (_run: ImportRun, documents) => {
        batches.push(documents.length);
        return documents.map((document) => {
          const { sourceId } = document;
          if (always !== undefined) return { sourceId, ...always };
          if (fail(document)) return { sourceId, outcome: "failed", code: "storage-full" } as const;
          const outcome = stored.has(sourceId) ? "unchanged" : "added";
          stored.set(sourceId, document);
          return { sourceId, outcome } as const;
        });
      },
    },
    createWorker: () => ({
      host: createImportHost({ finishMedia: async (media) => media }),
      terminate: () => undefined,
      stopped: new Promise(() => undefined),
    }),
    deviceZone: () => "UTC",
    now: () => 1,
    randomId: () => "f".repeat(32),
  });
  return { importer, stored, batches };
};

describe("an import", () => {
  it("previews without reading media, imports, and a second time changes nothing", async () => {
    const { importer, stored } = setUp();
    const preview = await importer.inspect("dayone", await chosenFiles(fixture("dayone")));
    if (!preview.ok) throw new Error(preview.error.code);
    expect(preview.value).toMatchObject({
      format: "dayone",
      entries: 4,
      media: 1,
      journals: ["Family", "Work"],
      firstDay: "2024-01-01",
      lastDay: "2024-06-01",
      before: { here: 0 },
    });
    const first = await importer.start(preview.value).report;
    expect(first).toMatchObject({ added: 4, unchanged: 0, cancelled: false });
    expect(first.refused).toHaveLength(4);
    const again = await importer.start(preview.value).report;
    expect(again).toMatchObject({ added: 0, unchanged: 4 });
    const looked = await importer.inspect("dayone", await chosenFiles(fixture("dayone")));
    expect(looked).toMatchObject({ value: { entries: 4, before: { here: 4 } } });
    expect(stored.size).toBe(4);
  });

  it("refuses in the preview what the import refuses, reading no more than the first bytes, from folder and zip", async () => {
    for (const chosen of [
      await chosenFiles(fixture("markdown")),
      await zipped(await chosenFiles(fixture("markdown"))),
    ]) {
      const { importer } = setUp();
      const preview = await importer.inspect("notes", chosen);
      if (!preview.ok) throw new Error(preview.error.code);
      const report = await importer.start(preview.value).report;
      const items = (refused: readonly { readonly item: string }[]) => refused.map(({ item }) => item).sort();
      expect(items(report.refused)).toEqual(items(preview.value.refused));
      expect(report.undated).toEqual(preview.value.undated);
      expect(preview.value.undated.length).toBeGreaterThan(0);
      expect(preview.value.samples.every(({ excerpt, title }) => excerpt !== "" || title !== "")).toBe(true);
    }
  });

  it("puts entries that name no journal into the chosen one", async () => {
    const { importer, stored } = setUp();
    const preview = await importer.inspect("notes", [
      textFile("a.md", "words"),
      textFile("b.md", "---\njournal: Work\n---\nwords"),
    ]);
    if (!preview.ok) throw new Error(preview.error.code);
    expect(preview.value).toMatchObject({ withoutJournal: 1, journals: ["Work"] });
    await importer.start(preview.value, { journal: "Sea" }).report;
    expect([...stored.values()].map(({ entry }) => entry.journal)).toEqual(["Sea", "Work"]);
  });

  it("counts what came to entries that were here already", async () => {
    const { importer } = setUp(undefined, { outcome: "completed", media: 2 });
    const preview = await importer.inspect("notes", [textFile("a.md", "words")]);
    if (!preview.ok) throw new Error(preview.error.code);
    expect(await importer.start(preview.value).report).toMatchObject({
      added: 0,
      completed: 1,
      broughtMedia: 2,
    });
  });

  it("goes on past an entry that cannot be stored, and names it", async () => {
    const { importer } = setUp(({ entry }) => entry.title === "New Year");
    const preview = await importer.inspect("dayone", await chosenFiles(fixture("dayone")));
    if (!preview.ok) throw new Error(preview.error.code);
    const report = await importer.start(preview.value).report;
    expect(report.added).toBe(3);
    expect(report.refused).toContainEqual({
      item: "2024-01-01 New Year",
      code: "not-stored",
      detail: "storage-full",
    });
  });

  it("sends batches of at most 50 and can be cancelled between them", async () => {
    const { importer, batches, stored } = setUp();
    const files = Array.from({ length: 120 }, (_, index) => textFile(`n${index}.md`, `note ${index}`));
    const preview = await importer.inspect("notes", files);
    if (!preview.ok) throw new Error(preview.error.code);
    const running = importer.start(preview.value);
    running.progress$.subscribe(({ done }) => {
      if (done >= 50) running.cancel();
    });
    const report = await running.report;
    expect(report.cancelled).toBe(true);
    expect(Math.max(...batches)).toBeLessThanOrEqual(50);
    expect(stored.size).toBe(report.added);
    expect(stored.size).toBeLessThan(120);
  });

  it("answers a wrong file with a code", async () => {
    const { importer } = setUp();
    expect(await importer.inspect("x", [textFile("x.bin", "what")])).toEqual({
      ok: false,
      error: { code: "unknown-format" },
    });
  });

  it("a worker that dies while reading is an answer, not a wait without end", async () => {
    const importer = createImporter({
      vault: { ingest: async () => [], importedBefore: async () => ({ here: 0, trashed: 0 }) },
      createWorker: () => ({
        host: {
          ...createImportHost({ finishMedia: async (media) => media }),
          inspect: () => new Promise(() => undefined),
        },
        terminate: () => undefined,
        stopped: Promise.resolve(),
      }),
      deviceZone: () => "UTC",
      now: () => 1,
      randomId: () => "f".repeat(32),
    });
    const inspected = await importer.inspect("x", await chosenFiles(fixture("dayone")));
    expect(inspected).toEqual({ ok: false, error: { code: "worker-stopped" } });
  });
});
