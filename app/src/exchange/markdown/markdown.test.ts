import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bodyToMarkdown } from "../../documents/markdown/write.ts";
import { fixture, importAll, importPath, noteName, textFile, zipOf } from "../testing.ts";
import { noteDate, parseWhen } from "./note-date.ts";

const vault = await importPath(fixture("markdown"), "America/New_York");
const note = (path: string) => vault.documents.find((one) => noteName(one) === path.split("/").at(-1))!;
const text = (path: string): string => bodyToMarkdown(note(path).entry.body);

describe("a folder of Markdown notes", () => {
  it("gives each note the day it says, whatever the reader's zone", () => {
    const day = (path: string) => note(path).entry.when;
    expect(day("Daily/2025-02-28.md")).toMatchObject({ day: "2025-02-28", zone: "America/New_York" });
    expect(day("Daily/2025-03-01 Rain.md")).toEqual({
      day: "2025-03-01",
      zone: "Europe/Oslo",
      instant: Date.UTC(2025, 2, 1, 20, 40),
    });
    expect(day("Places/Norway/Oslo trip.md")).toEqual({
      day: "2024-07-14",
      zone: "+02:00",
      instant: Date.UTC(2024, 6, 14, 6, 15),
    });
  });

  it("takes tags from a list, from a comma text and from the words, each once", () => {
    expect(note("Places/Norway/Oslo trip.md").entry.tags).toEqual(["travel", "Travel/Norway"]);
    expect(note("Daily/2025-03-01 Rain.md").entry.tags).toEqual(["weather", "mood/grey"]);
    expect(note("Daily/2025-02-28.md").entry.tags).toEqual(["sleep/good"]);
  });

  it("keeps fields it has no place for", () => {
    expect(note("Places/Norway/Oslo trip.md").entry).toMatchObject({
      title: "A week in Oslo",
      favourite: true,
      people: ["Ana", "Ben"],
      place: "Oslo",
      raw: { aliases: ["Oslo", "Week in Oslo"] },
    });
    expect(note("Daily/2025-03-01 Rain.md").entry).toMatchObject({
      title: "Rain",
      moods: [{ value: 2 }],
      raw: { weather_station: 18700 },
    });
  });

  it("puts embedded pictures where they stood, found by name and by path", () => {
    expect(note("Daily/2025-02-28.md").media.map(({ name, type }) => [name, type])).toEqual([
      ["fjord view.png", "image/png"],
    ]);
    expect(note("Places/Norway/Oslo trip.md").media.map(({ name }) => name)).toEqual(["boat.png"]);
    expect(text("Places/Norway/Oslo trip.md")).toMatch(
      /<mark>early<\/mark> boat\.\n\n!\[boat\]\(attachment:[0-9a-f]{32}\)\n\nThen lunch\./,
    );
  });

  it("keeps links, callouts, tasks, tables and code", () => {
    expect(text("Daily/2025-03-01 Rain.md")).toContain("[the trip](wiki:Oslo%20trip)");
    expect(text("Daily/2025-03-01 Rain.md")).toContain("> **Remember**\\\n> Umbrella by the door.");
    expect(text("Daily/2025-02-28.md")).toContain("- [x] call Ana\n  - and Ben");
    expect(text("Places/Norway/Oslo trip.md")).toContain("| 1 | Akershus |");
    expect(text("Places/Norway/Oslo trip.md")).toContain("# [[not a link]] #nor-a-tag");
  });

  it("neutralises what could run, and fetches nothing", () => {
    const json = JSON.stringify(note("Places/Norway/Oslo trip.md").entry.body);
    expect(json).not.toContain("javascript:");
    expect(json.match(/"type":"image"/g)).toHaveLength(1);
  });

  it("takes a note with broken front matter and says so", () => {
    expect(text("Untidy.md")).toContain("The text after broken front matter stays.");
    expect(text("Untidy.md")).toContain("[unclosed");
    expect(text("Latin.md")).toBe("café au lait\n");
  });

  it("names everything that was not taken", () => {
    expect(vault.refused.map(({ item, code }) => [item, code]).sort()).toEqual([
      [".obsidian", "system-file"],
      ["Leap.md: date", "bad-date"],
      ["Places/Norway/Oslo trip.md: gone.jpg", "media-missing"],
      ["Untidy.md", "front-matter-unreadable"],
      ["attachments/not a picture.png", "media-type"],
      ["attachments/unused.png", "unused"],
    ]);
  });

  it("survives front matter that multiplies itself", async () => {
    const bomb = `---\na: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefghi"
      .split("")
      .map((key, at) => `${key}: &${key} [${`*${"abcdefgh"[at]},`.repeat(9)}]`)
      .join("\n")}\n---\ntext`;
    const { documents } = await importAll([textFile("a.md", bomb)]);
    expect(documents).toHaveLength(1);
  });

  it("gives the same documents from a zip as from a folder, and from any note at all", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom(...'-#[]|!=: \n`>~*ab1.()/\\"{}&') }),
        async (source) => {
          const zip = await importAll(await zipOf({ "n/note.md": source }));
          expect(zip.documents).toHaveLength(1);
          expect(noteName(zip.documents[0]!)).toBe("note.md");
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("the date of a note", () => {
  it("keeps the local day of any time with an offset, read anywhere", () => {
    const offset = fc.constantFrom("+00:00", "+05:30", "-08:00", "+14:00", "-03:30");
    const zone = fc.constantFrom("UTC", "Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kolkata");
    fc.assert(
      fc.property(
        fc.date({ min: new Date("1990-01-01"), max: new Date("2040-01-01"), noInvalidDate: true }),
        offset,
        zone,
        (date, own, device) => {
          const clock = date.toISOString().slice(0, 16);
          expect(parseWhen(`${clock}${own}`, undefined, device)?.day).toBe(clock.slice(0, 10));
        },
      ),
    );
  });
  it("falls back from a nonsense field to the name, and from there to the file", () => {
    expect(noteDate({ date: "soon" }, "2024-02-30", Date.UTC(2026, 0, 2), "UTC").when.day).toBe("2026-01-02");
    expect(noteDate({ date: 7 }, "2024-02-29", 0, "UTC").when.day).toBe("2024-02-29");
  });
});

it("names notes without a date of their own, and a date that does not exist", async () => {
  const { documents, undated, refused } = await importAll([
    textFile("Loose.md", "words"),
    textFile("Leap.md", "---\ndate: 2024-02-30\n---\nwords"),
    textFile("2024-04-17 Sea.md", "---\ncreated: 2024-13-01\n---\nwords"),
    textFile("Dated.md", "---\ndate: 2024-04-17\n---\nwords"),
  ]);
  expect(documents).toHaveLength(4);
  expect(undated).toEqual(["Leap.md", "Loose.md"]);
  expect(refused).toEqual([
    { item: "2024-04-17 Sea.md: created", code: "bad-date" },
    { item: "Leap.md: date", code: "bad-date" },
  ]);
});

it("an empty title means that there is none, whatever the file is called", async () => {
  const { documents } = await importAll([textFile("2024-04-19 22.48.md", '---\ntitle: ""\n---\n# Words')]);
  expect(documents[0]?.entry.title).toBe("");
  expect(bodyToMarkdown(documents[0]!.entry.body)).toBe("# Words\n");
});
