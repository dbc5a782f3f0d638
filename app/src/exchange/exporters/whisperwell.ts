/** Our own zip: loses nothing, and stays readable without us: JSON, Markdown and the media as they were. */
import { bodyToMarkdown } from "../../documents/markdown/write.ts";
import type { EntryContent } from "../../documents/model.ts";
import { schemaVersion } from "../../documents/schema-version.ts";
import { type ExportedEntry, exportVersion, type Manifest, manifestName } from "../whisperwell/shape.ts";
import {
  createEntryNames,
  type ExportOptions,
  type ExportReport,
  type ExportSource,
  exportZip,
  journalName,
  type WrittenMedia,
} from "./exporter.ts";
import { frontMatter } from "./front-matter.ts";

const exportedEntry = (
  content: EntryContent,
  journal: string | undefined,
  media: readonly WrittenMedia[],
): ExportedEntry => {
  const { row, body, source, versions } = content;
  return {
    docId: row.docId,
    title: row.title,
    when: row.when,
    ...(journal === undefined ? {} : { journal }),
    favourite: row.favourite,
    pinned: row.pinned,
    ...(row.trashedAt === undefined ? {} : { trashedAt: row.trashedAt }),
    tags: row.tags.map(({ name }) => name),
    people: row.people.map(({ name }) => name),
    ...(row.place === undefined ? {} : { place: row.place.name }),
    moods: row.moods.map(({ value, scale, at }) => ({ value, scale, at })),
    body,
    media: media.map(({ attachment: { id, name, type, manifest, width, height }, file }) => ({
      id,
      name,
      type,
      size: manifest.size,
      ...(file === undefined ? {} : { file }),
      ...(width === undefined ? {} : { width }),
      ...(height === undefined ? {} : { height }),
    })),
    ...(source === undefined
      ? {}
      : {
          source: {
            importer: source.importer,
            id: source.id,
            ...(source.raw === undefined ? {} : { raw: source.raw }),
          },
        }),
    versions,
  };
};

export const exportOwn = (
  source: ExportSource,
  sink: WritableStream<Uint8Array>,
  options: ExportOptions = {},
): Promise<ExportReport> => {
  const nameOf = createEntryNames();
  return exportZip(source, sink, options, {
    entry: async (content, target) => {
      const name = nameOf(content);
      const media = await target.addMedia(content, (_, file) => `media/${content.row.docId}/${file}`);
      const journal = journalName(source.taxonomy, content.row.journal);
      const files = new Map(media.map(({ attachment, file }) => [attachment.id, file]));
      const markdown = bodyToMarkdown(content.body, {
        mediaPath: (id) => (files.get(id) === undefined ? undefined : `../${files.get(id)}`),
      });
      await target.addText(
        `entries/${name}.json`,
        `${JSON.stringify(exportedEntry(content, journal, media), undefined, 1)}\n`,
      );
      await target.addText(`entries/${name}.md`, `${frontMatter(content.row, journal)}${markdown}`);
    },
    end: async (target, { entries, media }) => {
      const manifest: Manifest = {
        format: "whisperwell",
        version: exportVersion,
        schema: schemaVersion,
        exportedAt: source.now(),
        entries,
        media,
        journals: Object.fromEntries(source.taxonomy.journals.map(({ id, name }) => [id, name])),
      };
      await target.addText(manifestName, `${JSON.stringify(manifest, undefined, 1)}\n`);
    },
  });
};
