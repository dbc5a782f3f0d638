/** What a person drops: files, or folders with everything in them. */
import type { ChosenFile } from "../../exchange/index.ts";
import { chosenFromFiles } from "../../exchange/index.ts";

export interface Chosen {
  /** The file's name, or the folder's. */
  readonly name: string;
  readonly files: readonly ChosenFile[];
}

export const chosenOf = (files: readonly File[]): Chosen => {
  const [first] = files;
  const folder = first?.webkitRelativePath.split("/")[0] ?? "";
  return { name: folder === "" ? (first?.name ?? "") : folder, files: chosenFromFiles(files) };
};

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

/** A folder hands its entries out a hundred at a time, until it hands out none. */
const entriesOf = async (folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> => {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
};

async function* filesIn(entry: FileSystemEntry, inside: string): AsyncGenerator<ChosenFile> {
  if (entry.isFile) {
    const file = await fileOf(entry as FileSystemFileEntry);
    yield { path: `${inside}${file.name}`, blob: file, modified: file.lastModified };
  } else if (entry.isDirectory) {
    const folder = entry as FileSystemDirectoryEntry;
    for (const child of await entriesOf(folder)) yield* filesIn(child, `${inside}${folder.name}/`);
  }
}

/** Must be called within the drop event: afterwards the browser forgets what was dropped. */
export const chosenFromDrop = async (transfer: DataTransfer): Promise<Chosen> => {
  const entries = [...transfer.items]
    .map((item) => item.webkitGetAsEntry?.() ?? null)
    .filter((entry) => entry !== null);
  if (entries.length === 0) return chosenOf([...transfer.files]);
  const [only, second] = entries;
  const files: ChosenFile[] = [];
  if (only !== undefined && second === undefined && only.isDirectory) {
    // Paths are relative to the one folder that was dropped.
    for (const child of await entriesOf(only as FileSystemDirectoryEntry))
      for await (const file of filesIn(child, "")) files.push(file);
    return { name: only.name, files };
  }
  for (const entry of entries) for await (const file of filesIn(entry, "")) files.push(file);
  return { name: only?.name ?? "", files };
};
