/** A folder of Markdown notes as a zip, one folder per journal: opens in Obsidian, and in any editor. */
import { bodyToMarkdown } from "../../documents/markdown/write.ts";
import { safeFileName } from "../../documents/media-names.ts";
import {
  createEntryNames,
  type ExportOptions,
  type ExportReport,
  type ExportSource,
  exportZip,
  journalName,
} from "./exporter.ts";
import { frontMatter } from "./front-matter.ts";
import { tidied } from "./tidied.ts";

/** Anyone may write a link that says nothing. */
const decoded = (note: string): string | undefined => {
  try {
    return decodeURI(note);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
};
/** `[[Note|alias]]` for a link to another note, as the importer read it. */
const printLink = (href: string, text: string): string | undefined => {
  const note = /^wiki:(.+)$/.exec(href)?.[1];
  const name = note === undefined ? undefined : decoded(note);
  return name === undefined || /[[\]|\n]/.test(`${name}${text}`)
    ? undefined
    : name === text
      ? `[[${name}]]`
      : `[[${name}|${text}]]`;
};

export const exportMarkdown = (
  source: ExportSource,
  sink: WritableStream<Uint8Array>,
  options: ExportOptions = {},
): Promise<ExportReport> => {
  const nameOf = createEntryNames();
  return exportZip(source, sink, options, {
    entry: async (content, target) => {
      const journal = journalName(source.taxonomy, content.row.journal);
      const folder = safeFileName(journal ?? "Journal", "Journal");
      const name = nameOf(content);
      const media = await target.addMedia(
        content,
        (_, file) => `${folder}/media/${content.row.docId.slice(0, 8)} ${file}`,
      );
      const files = new Map(
        media.map(({ attachment, file }) => [attachment.id, file?.slice(folder.length + 1)]),
      );
      const markdown = bodyToMarkdown(tidied(content.body), { mediaPath: (id) => files.get(id), printLink });
      await target.addText(`${folder}/${name}.md`, `${frontMatter(content.row, journal)}${markdown}`);
    },
    end: () => Promise.resolve(),
  });
};
