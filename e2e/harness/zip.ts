/** Zips made and read in a test. */
import {
  BlobReader,
  TextReader,
  TextWriter,
  Uint8ArrayReader,
  Uint8ArrayWriter,
  ZipReader,
  ZipWriter,
} from "@zip.js/zip.js";

export const makeZip = async (files: Readonly<Record<string, string | Uint8Array>>): Promise<Buffer> => {
  const zip = new ZipWriter(new Uint8ArrayWriter());
  for (const [name, content] of Object.entries(files))
    await zip.add(
      name,
      typeof content === "string" ? new TextReader(content) : new Uint8ArrayReader(content),
    );
  return Buffer.from(await zip.close());
};

/** Names and texts of the files in a zip; media too, as text of no meaning. */
export const readZip = async (bytes: Uint8Array): Promise<ReadonlyMap<string, string>> => {
  const zip = new ZipReader(new BlobReader(new Blob([new Uint8Array(bytes)])));
  const files = new Map<string, string>();
  for (const entry of await zip.getEntries())
    if (!entry.directory) files.set(entry.filename, await entry.getData(new TextWriter()));
  await zip.close();
  return files;
};
