/** Which files a note may mean: those whose name stands somewhere in it. One look through a text, however many files there are. */
import type { ArchiveItem } from "../archive/archive.ts";

const nameOf = (path: string): string => (path.split("/").at(-1) ?? path).toLowerCase();
/** Names are found by their last letters; so many tell most names of a camera apart. */
const endMost = 8;

/** Answers a text's files in the order of the archive. Names are compared without case, written plainly or as in an address. */
export const mediaIndex = (media: readonly ArchiveItem[]): ((text: string) => readonly ArchiveItem[]) => {
  const named = media.flatMap((item, at) => {
    const name = nameOf(item.path);
    return [...new Set([name, encodeURI(name.toWellFormed()).toLowerCase()])].map((written) => ({
      written,
      at,
    }));
  });
  const byEnd = Map.groupBy(named, ({ written }) => written.slice(-endMost));
  const lengths = [...new Set([...byEnd.keys()].map((end) => end.length))];
  return (source) => {
    const text = source.normalize("NFC").toLowerCase();
    const found = new Set<number>();
    for (let end = 1; end <= text.length; end++)
      for (const length of lengths)
        for (const { written, at } of byEnd.get(text.slice(Math.max(0, end - length), end)) ?? [])
          if (text.startsWith(written, end - written.length)) found.add(at);
    return [...found].sort((a, b) => a - b).flatMap((at) => media[at] ?? []);
  };
};
