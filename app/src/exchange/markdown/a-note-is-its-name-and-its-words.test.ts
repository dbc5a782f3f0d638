/** Nothing is "here already" that is not here, and nothing that is here comes twice, whichever folder or zip was chosen. */
import { expect, test } from "vitest";
import { chosenFromFiles } from "../importer.ts";
import { importAll, textFile, zipOf, zipped } from "../testing.ts";

const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const ids = async (files: Parameters<typeof importAll>[0]) =>
  (await importAll(files)).documents.map(({ sourceId, media }) =>
    [sourceId, ...media.map(({ id }) => id)].join(" "),
  );
const inFolder = (folder: string, name: string, text: string): File => {
  const file = new File([text], name);
  Object.defineProperty(file, "webkitRelativePath", { value: `${folder}/${name}` });
  return file;
};

test("the notes 01.md of two folders are two notes", async () => {
  const [early] = await ids(chosenFromFiles([inFolder("2023", "01.md", "Rain.")]));
  const [late] = await ids(chosenFromFiles([inFolder("2024", "01.md", "Sun.")]));
  expect(late).not.toBe(early);
});

test("a note that was changed is another one", async () => {
  expect(await ids([textFile("a.md", "Sea.")])).not.toEqual(await ids([textFile("a.md", "Sea. And wind.")]));
});

test("a vault chosen as a folder and as a zip of that folder gives the same notes and pictures", async () => {
  const vault = (top: string) => [
    textFile(`${top}Daily/x.md`, "Sea. ![[a b.png]] and ![](../two/a%20b.png)"),
    textFile(`${top}one/a b.png`, png),
    textFile(`${top}two/a b.png`, png),
  ];
  const folder = await ids(vault(""));
  expect(folder[0]?.split(" ")).toHaveLength(3);
  expect(await ids(await zipped(vault("Vault/")))).toEqual(folder);
});

test("the same words under the same name twice in one archive are two notes, both times", async () => {
  const files = { "2023/01.md": "Nothing.", "2024/01.md": "Nothing." };
  const first = await ids(await zipOf(files));
  expect(new Set(first).size).toBe(2);
  expect(await ids(await zipOf(files))).toEqual(first);
});

test("ten thousand notes and as many pictures are told apart in seconds", async () => {
  const { mediaIndex } = await import("./media-index.ts");
  const named = Array.from({ length: 10_000 }, (_, n) => `IMG_${String(n).padStart(5, "0")}.JPG`);
  const items = named.map((name) => ({ path: `media/${name}` })) as unknown as Parameters<
    typeof mediaIndex
  >[0];
  const find = mediaIndex(items);
  const words = "A day by the sea with wind and rain. ".repeat(20);
  for (let n = 0; n < 10_000; n++)
    expect(find(`${words} ![[img_${String(n).padStart(5, "0")}.jpg]]`).map(({ path }) => path)).toEqual([
      `media/${named[n]}`,
    ]);
}, 60_000);
