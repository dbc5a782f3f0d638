import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from "@zip.js/zip.js";
import { describe, expect, it } from "vitest";
import { chosenFiles } from "../cli/chosen.ts";
import { recognise } from "../recognise.ts";
import { importAll, noteName, textFile, zipOf } from "../testing.ts";
import { defaultLimits } from "./archive.ts";
import { openArchive } from "./open.ts";
import { safePath } from "./paths.ts";

describe("an archive", () => {
  it.each(["../x.md", "/etc/passwd", "a/../../x.md", "C:\\x.md", "..\\x.md", "a\u0000b.md"])(
    "refuses the path %j and takes the rest",
    async (path) => {
      expect(safePath(path)).toBeUndefined();
      const { documents, refused } = await importAll([textFile(path, "bad"), textFile("good.md", "good")]);
      expect(documents.map(noteName)).toEqual(["good.md"]);
      expect(refused.map(({ code }) => code)).toEqual(["path-unsafe"]);
    },
  );

  it("refuses a path out of a zip and takes the rest", async () => {
    const { documents, refused } = await importAll(await zipOf({ "../x.md": "bad", "good.md": "good" }));
    expect(documents).toHaveLength(1);
    expect(refused).toEqual([{ item: "../x.md", code: "path-unsafe" }]);
  });

  it("refuses a zip bomb by what it declares, before inflating it", async () => {
    const { documents, refused } = await importAll(
      await zipOf({ "bomb.md": "0".repeat(4_000_000), "good.md": "good" }),
    );
    expect(documents.map(noteName)).toEqual(["good.md"]);
    expect(refused.map(({ item, code }) => [item, code])).toEqual([["bomb.md", "inflates-too-far"]]);
  });

  it("stops inflating a file that lies about its size", async () => {
    const [file] = await zipOf({ "liar.md": "0".repeat(50_000), "good.md": "good" });
    const bytes = new Uint8Array(await file!.blob.arrayBuffer());
    const view = new DataView(bytes.buffer);
    for (let at = 0; at + 4 < bytes.length; at += 1) {
      if (view.getUint32(at, true) === 0x02014b50 && view.getUint32(at + 24, true) === 50_000)
        view.setUint32(at + 24, 10, true);
    }
    const { documents, refused } = await importAll([textFile("liar.zip", bytes)]);
    expect(documents.map(noteName)).toEqual(["good.md"]);
    expect(refused.map(({ item }) => item)).toEqual(["liar.md"]);
  });

  it("holds its caps on files and bytes together", async () => {
    const files = await zipOf({ "a.md": "aaaa", "b.md": "bbbb", "c.md": "cccc" });
    const few = await importAll(files, "UTC", { ...defaultLimits, files: 2 });
    expect([few.documents.length, few.refused[0]?.code]).toEqual([2, "too-many-files"]);
    const small = await importAll(files, "UTC", { ...defaultLimits, totalBytes: 8 });
    expect([small.documents.length, small.refused[0]?.code]).toEqual([2, "archive-too-large"]);
    const tiny = await importAll(files, "UTC", { ...defaultLimits, fileBytes: 3 }).catch(
      (error: Error) => error.message,
    );
    expect(tiny).toBe("unknown-format");
  });

  it("refuses encrypted files and links in a zip", async () => {
    const zip = new ZipWriter(new Uint8ArrayWriter());
    const content = new TextEncoder().encode("x");
    await zip.add("secret.md", new Uint8ArrayReader(content), { password: "p" });
    await zip.add("link.md", new Uint8ArrayReader(content), { unixMode: 0o120777 });
    await zip.add("good.md", new Uint8ArrayReader(content));
    const { documents, refused } = await importAll([
      textFile("z.zip", (await zip.close()) as Uint8Array<ArrayBuffer>),
    ]);
    expect(documents).toHaveLength(1);
    expect(refused.map(({ item, code }) => [item, code])).toEqual([
      ["secret.md", "encrypted"],
      ["link.md", "link"],
    ]);
  });

  it("never follows a link in a folder", async () => {
    const folder = await mkdtemp(join(tmpdir(), "ww-link-"));
    await writeFile(join(folder, "good.md"), "good");
    await symlink("/etc/hostname", join(folder, "link.md"));
    const { documents, refused } = await importAll(await chosenFiles(folder));
    await rm(folder, { recursive: true });
    expect(documents.map(noteName)).toEqual(["good.md"]);
    expect(refused).toEqual([{ item: "link.md", code: "link" }]);
  });

  it("names a file whose bytes were changed, and takes the rest", async () => {
    const [file] = await zipOf({
      "a.md": "A text long enough to be deflated, a text long enough.",
      "b.md": "fine",
    });
    const bytes = new Uint8Array(await file!.blob.arrayBuffer());
    bytes[45] = (bytes[45] ?? 0) ^ 0xff;
    const { documents, refused } = await importAll([textFile("z.zip", bytes)]);
    expect(documents.map(noteName)).toEqual(["b.md"]);
    expect(refused).toEqual([{ item: "a.md", code: "unreadable" }]);
  });

  it("says so when it is no archive we know", async () => {
    expect(await openArchive("none", [])).toEqual({ ok: false, error: { code: "nothing-chosen" } });
    const cut = await zipOf({ "a.md": "text" });
    const head = new Uint8Array(await cut[0]!.blob.slice(0, 60).arrayBuffer());
    expect(await openArchive("cut", [textFile("cut.zip", head)])).toEqual({
      ok: false,
      error: { code: "not-a-zip" },
    });
    const other = await openArchive("other", [textFile("a.bin", "x"), textFile("b.json", "{")]);
    expect(other.ok && (await recognise(other.value))).toEqual({
      ok: false,
      error: { code: "unreadable-json" },
    });
  });
});
