import { describe, expect, it } from "vitest";
import { sharedPath } from "../../../../scripts/shared-dir.mjs";
import { bodyToMarkdown } from "../../documents/markdown/write.ts";
import { chosenFiles } from "../cli/chosen.ts";
import { fixture, importAll, importPath, textFile, zipped } from "../testing.ts";

const samples = sharedPath("data/dayone");
const codes = (refused: readonly { code: string }[]): string[] => refused.map(({ code }) => code).sort();

describe.skipIf(samples === undefined)("a real Day One export", () => {
  it("comes in whole: text, days in their own zones, tags, stars, pins, places, pictures and sound", async () => {
    const { format, documents, refused } = await importPath(`${samples}/Dev Journal.json`);
    expect(format).toBe("dayone");
    expect(documents.map(({ entry }) => [entry.when.day, entry.when.zone, entry.place])).toEqual([
      ["2024-04-17", "Europe/Dublin", "Eurpocar Dublin Airport Terminal 2"],
      ["2024-04-18", "Europe/London", undefined],
      ["2024-04-19", "Europe/London", "Dundas Castle"],
      ["2024-04-19", "Europe/London", "London Eye"],
      ["2024-04-21", "Europe/London", undefined],
    ]);
    const [first, , third, fourth, fifth] = documents;
    expect(first?.entry).toMatchObject({
      title: "Header 1",
      favourite: true,
      journal: "Dev Journal",
      tags: ["another-dev-testing-tag", "dev-testing-tag"],
    });
    expect(third?.entry.pinned).toBe(true);
    expect(fourth?.media.map(({ type, width, bytes }) => [type, width, bytes.length])).toEqual([
      ["image/jpeg", 1179, 1287214],
      ["image/jpeg", 1179, 1472349],
    ]);
    expect(fifth?.media.map(({ type }) => type)).toEqual(["audio/mp4"]);
    expect(refused.map(({ item, code }) => [item, code])).toEqual([
      ["videos/842e6f3bf38e93981004c637e8b03967.mp4", "media-missing"],
      ["videos/d500d6789ff2c211af3f507b17be8e66.mp4", "media-missing"],
    ]);
  });

  it("takes the rich text where it knows more of the same words, else the Markdown", async () => {
    const { documents } = await importPath(`${samples}/Dev Journal.json`);
    const [first, second] = documents.map(({ entry }) => bodyToMarkdown(entry.body));
    expect(first).toContain("<mark>Highlighted</mark>");
    expect(first?.match(/Check item 1/g)).toHaveLength(1);
    expect(second).toContain("Dolore fugiat qui duis do cupidatat");
    expect(documents[1]?.entry.raw).toHaveProperty("richText");
  });

  it("with one bad record gives five entries and reports the sixth", async () => {
    const { documents, refused } = await importPath(`${samples}/Dev Journal One Invalid.json`);
    expect(documents).toHaveLength(5);
    expect(bodyToMarkdown(documents[1]!.entry.body)).toContain("Pariatur aute nulla incididunt");
    expect(refused.filter(({ code }) => code === "bad-record")).toEqual([
      {
        item: "Dev Journal One Invalid.json, record 6 (1461153D91EC48C180C606C853FBFD83)",
        code: "bad-record",
        detail: "text",
      },
    ]);
  });

  it("is the same as a file, a folder and a zip", async () => {
    const files = (await chosenFiles(samples!)).filter(({ path }) => !/Invalid|LICENSE/.test(path));
    const [folder, zip, alone] = [
      await importAll(files),
      await importAll(await zipped(files)),
      await importPath(`${samples}/Dev Journal.json`),
    ];
    expect(zip).toEqual(folder);
    expect(alone.documents).toEqual(folder.documents);
  });
});

describe("a Day One export", () => {
  it("counts the first good record of an id and reports every other", async () => {
    const { documents, refused } = await importPath(fixture("dayone"));
    expect(
      documents.map(({ entry }) => [entry.when.day, entry.when.zone, entry.journal, entry.title]),
    ).toEqual([
      ["2024-01-01", "Asia/Tokyo", "Family", "New Year"],
      ["2024-03-31", "Europe/Oslo", "Family", ""],
      ["2024-05-05", "UTC", "Family", ""],
      ["2024-06-01", "America/New_York", "Work", ""],
    ]);
    expect(codes(refused)).toEqual(["bad-record", "bad-record", "media-missing", "same-id"]);
  });

  it("keeps what it has no place for, and gives ids that another import gives too", async () => {
    const [one, two] = [await importPath(fixture("dayone")), await importPath(fixture("dayone"))];
    expect(one.documents[0]?.entry.raw).toMatchObject({
      weather: { temperatureCelsius: 3 },
      location: { latitude: 35.7 },
    });
    expect(two).toEqual(one);
    expect(one.documents[0]?.media[0]?.id).toMatch(/^[0-9a-f]{32}$/);
  });

  it("reads nested lists and line formats of an entry that is only rich text", async () => {
    const { documents } = await importPath(fixture("dayone"));
    expect(bodyToMarkdown(documents[3]!.entry.body)).toBe("## **Only rich**\n\n- [x] done\n  - under it\n");
  });

  it("neutralises HTML in its texts", async () => {
    const text = `<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n[go](javascript:alert(1))`;
    const record = { uuid: "X", creationDate: "2024-01-01T00:00:00Z", text };
    const { documents } = await importAll([
      textFile("J.json", JSON.stringify({ metadata: {}, entries: [record] })),
    ]);
    expect(JSON.stringify(documents[0]?.entry.body)).not.toMatch(/script:|onerror|"image"/);
  });
});

it("says of a file that only a left-out record names why it does not come", async () => {
  const record = (photos: readonly object[]) =>
    JSON.stringify({
      metadata: { version: "1.0" },
      entries: [{ uuid: "U", creationDate: "2024-04-17T10:00:00Z", text: "words", photos }],
    });
  const { refused } = await importAll([
    textFile("A.json", record([])),
    textFile("B.json", record([{ identifier: "P", md5: "abc", type: "png" }])),
    textFile("photos/abc.png", "x"),
  ]);
  expect(refused.map(({ item, code }) => [item, code])).toEqual([
    ["B.json, record 1 (U)", "same-id"],
    ["photos/abc.png", "of-left-out"],
  ]);
});
