import { createHash } from "node:crypto";
import { ok } from "@whisperwell/crypto/result";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildEntryDoc } from "../../documents/entry-build.ts";
import { contentOf } from "../../documents/entry-content.ts";
import { bodyFromMarkdown } from "../../documents/markdown/read.ts";
import { bodyToMarkdown } from "../../documents/markdown/write.ts";
import type { Attachment, EntryContent, NewEntry, PmNode, Taxonomy } from "../../documents/model.ts";
import { bodies, testNameIds } from "../../documents/testing.ts";
import { importAll, textFile } from "../testing.ts";
import { exportDayOne } from "./day-one.ts";
import type { ExportOptions, ExportReport, ExportSource } from "./exporter.ts";
import { exportMarkdown } from "./markdown.ts";
import { md5 } from "./md5.ts";
import { tidied } from "./tidied.ts";
import { exportOwn } from "./whisperwell.ts";

const ids = testNameIds();
const taxonomy: Taxonomy = {
  journals: [{ id: ids.idOf("journal", "Sea"), name: "Sea", ink: "sea", order: 0, archived: false }],
  tags: [],
};
const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const picture: Attachment = {
  id: "a".repeat(32),
  name: "sea: low tide.png",
  type: "image/png",
  manifest: { blobId: "b".repeat(32), key: new Uint8Array(32).fill(7), size: png.length, chunkIds: [] },
};
const entry = (over: Partial<NewEntry> = {}): NewEntry => ({
  title: "By the *sea* [1]",
  body: bodyFromMarkdown(
    `Words with **weight**, and [a note](wiki:Other).\n\n![low](attachment:${picture.id})\n\n- [x] swim`,
  ),
  when: { day: "2026-10-25", zone: "Europe/Oslo", instant: Date.UTC(2026, 9, 25, 1, 30) },
  journal: "Sea",
  tags: ["Sea/cold", "wind"],
  people: ["Ana"],
  place: "Skerries",
  moods: [{ value: 4, scale: "five", at: 1 }],
  favourite: true,
  pinned: true,
  attachments: [picture],
  source: { importer: "dayone", id: "UUID", run: "r", raw: { weather: 3 } },
  ...over,
});
let next = 0;
const content = (over: Partial<NewEntry> = {}): EntryContent => {
  next += 1;
  return contentOf(buildEntryDoc(entry(over), "r", ids), next.toString(16).padStart(32, "0"));
};

type Exporter = (
  source: ExportSource,
  sink: WritableStream<Uint8Array>,
  options?: ExportOptions,
) => Promise<ExportReport>;
const exported = async (
  exporter: Exporter,
  contents: readonly EntryContent[],
  options: ExportOptions = {},
) => {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const sink = new WritableStream<Uint8Array>({ write: (part) => void parts.push(part.slice()) });
  const source: ExportSource = {
    entries: (async function* () {
      yield* contents;
    })(),
    taxonomy,
    readBlob: () => Promise.resolve(ok(png)),
    now: () => Date.UTC(2026, 10, 24),
  };
  const report = await exporter(source, sink, options);
  const blob = new Blob(parts);
  return { report, blob, files: [{ ...textFile("export.zip", ""), blob }] };
};
const withoutRaw = ({ raw: _, ...rest }: { raw?: unknown } & Omit<NewEntry, "attachments" | "source">) =>
  rest;
const expected = (over: Partial<NewEntry> = {}) => {
  const { attachments: _, source: __, ...rest } = entry(over);
  return rest;
};

describe("our own zip", () => {
  it("gives back every entry equal, whatever its body", async () => {
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const kept = withoutMedia(body);
        const { files } = await exported(exportOwn, [content({ body: kept })]);
        const { documents, refused, format } = await importAll(files);
        expect(format).toBe("whisperwell");
        expect(refused).toEqual([]);
        expect(withoutRaw(documents[0]!.entry)).toEqual(expected({ body: kept }));
        expect(documents[0]?.media).toEqual([
          { id: picture.id, name: picture.name, type: picture.type, bytes: png },
        ]);
      }),
      { numRuns: 25 },
    );
  });
  it("keeps where an entry came from, and holds no key", async () => {
    const { files, blob } = await exported(exportOwn, [content()]);
    const { documents } = await importAll(files);
    expect(documents[0]?.entry.raw).toEqual({
      source: { importer: "dayone", id: "UUID", raw: { weather: 3 } },
    });
    const text = Buffer.from(await blob.arrayBuffer()).toString("latin1");
    expect(text).not.toContain(picture.manifest.blobId);
    expect(text).not.toContain("chunkIds");
  });
});
/** Bodies made at random name attachments that do not exist. */
const withoutMedia = (node: PmNode): PmNode =>
  node.type === "image"
    ? { type: "horizontalRule" }
    : node.content === undefined
      ? node
      : { ...node, content: node.content.map(withoutMedia) };

it("a Markdown folder gives back text, day, zone, tags, people, place, mood, marks and pictures", async () => {
  const { files } = await exported(exportMarkdown, [content()]);
  const { documents, refused, format } = await importAll(files, "America/New_York");
  expect([format, refused]).toEqual(["markdown", []]);
  const { body, moods, ...rest } = expected();
  expect(documents[0]?.entry).toMatchObject(rest);
  expect(documents[0]?.entry.moods.map(({ value }) => value)).toEqual(moods.map(({ value }) => value));
  expect(JSON.stringify(documents[0]?.entry.body).replace(/[0-9a-f]{32}/g, "ID")).toBe(
    JSON.stringify(body).replace(/[0-9a-f]{32}/g, "ID"),
  );
  expect(documents[0]?.media[0]?.bytes).toEqual(png);
});

it("a Day One zip gives back text, day, zone, tags, star, pin, place and pictures, also of one picture in two entries", async () => {
  const { files } = await exported(exportDayOne, [
    content(),
    content({ source: { importer: "dayone", id: "UUID2", run: "r" } }),
  ]);
  const { documents, refused, format } = await importAll(files);
  expect([format, refused.map(({ code }) => code)]).toEqual(["dayone", []]);
  const { title, when, tags, favourite, pinned, place, journal } = expected();
  expect(documents[0]?.entry).toMatchObject({ title, when, tags, favourite, pinned, place, journal });
  expect(documents.map(({ media }) => media.map(({ bytes }) => bytes))).toEqual([[png], [png]]);
  expect(documents[0]?.sourceId).toBe("UUID");
});

it("exports only what its filter lets through", async () => {
  const contents = [
    content(),
    content({
      when: { day: "2020-01-01", zone: "UTC", instant: Date.UTC(2020, 0, 1, 12) },
      tags: ["old"],
      journal: "Other",
    }),
  ];
  const count = async (filter: ExportOptions["filter"]): Promise<number> =>
    (await exported(exportMarkdown, contents, filter === undefined ? {} : { filter })).report.entries;
  expect(await count(undefined)).toBe(2);
  expect(await count({ from: "2026-01-01" })).toBe(1);
  expect(await count({ to: "2020-01-01" })).toBe(1);
  expect(await count({ tags: [ids.idOf("tag", "old")] })).toBe(1);
  expect(await count({ journals: [ids.idOf("journal", "Sea")], to: "2021-01-01" })).toBe(0);
});

it("sums as MD5 does", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(md5(bytes)).toBe(createHash("md5").update(bytes).digest("hex"));
    }),
  );
});

it("Markdown holds neither <br> nor &#x20;, and untitled entries of one minute come back untitled", async () => {
  const text = (value: string, ...marks: string[]): PmNode => ({
    type: "text",
    text: value,
    ...(marks.length > 0 && { marks: marks.map((type) => ({ type })) }),
  });
  const body: PmNode = {
    type: "doc",
    content: [
      { type: "paragraph", content: [text(" a "), text("bold ", "bold"), text("b "), { type: "hardBreak" }] },
      { type: "paragraph" },
      { type: "heading", attrs: { level: 2 }, content: [text("one"), { type: "hardBreak" }, text("two ")] },
    ],
  };
  const untitled = { title: "", body, attachments: [] };
  const { files } = await exported(exportMarkdown, [content(untitled), content(untitled), content(untitled)]);
  const { documents } = await importAll(files);
  expect(documents.map(({ entry }) => entry.title)).toEqual(["", "", ""]);
  const markdown = bodyToMarkdown(documents[0]!.entry.body);
  expect(markdown).toBe("a **bold** b\n\n## one two\n");
  expect(bodyToMarkdown(body)).toMatch(/<br>|&#x20;/);
  expect(bodyToMarkdown(tidied(body))).toBe(markdown);
});

it("a Day One entry of a whole day is one again in a Day One zip", async () => {
  const source = { importer: "dayone", id: "UUID", run: "r", raw: { isAllDay: true } };
  const { files } = await exported(exportDayOne, [content({ source })]);
  const { documents } = await importAll(files);
  expect(documents[0]?.entry.raw).toMatchObject({ isAllDay: true });
});

it.each(["wiki:%", "wiki:%zz"])("a link to %s ends no Markdown export", async (href) => {
  const body = bodyFromMarkdown(`[x](${href})`);
  const { files } = await exported(exportMarkdown, [content({ body, attachments: [] })]);
  const { documents } = await importAll(files);
  expect(bodyToMarkdown(documents[0]!.entry.body)).toBe(`[x](${href})\n`);
});
