/** Day One's JSON export: one file per journal, with its media in folders beside it. */
import { whenOf } from "../../documents/days.ts";
import type { PmNode } from "../../documents/model.ts";
import { plainTextOf } from "../../documents/text.ts";
import type { Archive, ArchiveItem } from "../archive/archive.ts";
import {
  attachmentId,
  type DraftEvent,
  type DraftMedia,
  type Format,
  type ImportContext,
  splitTitle,
} from "../draft.ts";
import { parseJson } from "../json.ts";
import { type Refusal, refusal } from "../refusal.ts";
import { bodyOfRecord } from "./body.ts";
import { type DayOneMedia, type DayOneRecord, fieldsOf, mediaFolder, readRecord } from "./record.ts";

/** True for `{metadata: {version}, entries: […]}`. */
export const isDayOne = (value: unknown): boolean => {
  const fields = fieldsOf(value);
  return Array.isArray(fields?.entries) && fieldsOf(fields.metadata) !== undefined;
};

/** Media files by name without ending, in lower case. */
const mediaIndex = (archive: Archive): Map<string, ArchiveItem> => {
  const index = new Map<string, ArchiveItem>();
  for (const item of archive.items) {
    const name = item.path.split("/").at(-1) ?? "";
    if (!/\.json$/i.test(name)) index.set(name.replace(/\.[^.]*$/, "").toLowerCase(), item);
  }
  return index;
};

const fileOf = (media: DayOneMedia, index: ReadonlyMap<string, ArchiveItem>): ArchiveItem | undefined =>
  (media.md5 === undefined ? undefined : index.get(media.md5)) ?? index.get(media.identifier.toLowerCase());

const missing = (media: DayOneMedia): Refusal =>
  refusal(`${mediaFolder[media.kind]}/${media.md5 ?? media.identifier}.${media.extension}`, "media-missing");

interface Found {
  readonly media: DayOneMedia;
  readonly draft: DraftMedia;
}
const findMedia = async (
  record: DayOneRecord,
  index: ReadonlyMap<string, ArchiveItem>,
): Promise<{ found: Map<string, Found>; refused: Refusal[] }> => {
  const found = new Map<string, Found>();
  const refused: Refusal[] = [];
  for (const media of record.media) {
    const item = fileOf(media, index);
    if (item === undefined) {
      refused.push(missing(media));
      continue;
    }
    const { width, height } = media;
    found.set(media.identifier, {
      media,
      draft: {
        id: await attachmentId("dayone", record.uuid, media.identifier),
        name: media.fileName ?? item.path.split("/").at(-1) ?? media.identifier,
        item,
        ...(width === undefined ? {} : { width }),
        ...(height === undefined ? {} : { height }),
      },
    });
  }
  return { found, refused };
};

const attachmentsIn = (node: PmNode): string[] => [
  ...(typeof node.attrs?.attachment === "string" ? [node.attrs.attachment] : []),
  ...(node.content ?? []).flatMap(attachmentsIn),
];
const nodeOf = ({ media, draft }: Found): PmNode =>
  media.kind === "photo"
    ? { type: "image", attrs: { attachment: draft.id, alt: "" } }
    : { type: "file", attrs: { attachment: draft.id, name: draft.name } };
const isBlank = (node: PmNode | undefined): boolean =>
  node?.type === "paragraph" && node.content === undefined;

/** Media the text does not mention come after it, in their order. */
const withLooseMedia = (body: PmNode, found: readonly Found[]): PmNode => {
  const shown = new Set(attachmentsIn(body));
  const loose = found.filter(({ draft }) => !shown.has(draft.id)).map(nodeOf);
  const content = body.content ?? [];
  if (loose.length === 0) return body;
  return { ...body, content: content.every(isBlank) ? loose : [...content, ...loose] };
};

async function* draftOf(
  record: DayOneRecord,
  journal: string,
  index: ReadonlyMap<string, ArchiveItem>,
  context: ImportContext,
): AsyncGenerator<DraftEvent> {
  const { found, refused } = await findMedia(record, index);
  for (const each of refused) yield { kind: "refused", refusal: each };
  const { body, keepRichText } = bodyOfRecord(record, (identifier) => {
    const known = found.get(identifier);
    if (known === undefined) return "missing";
    const { draft, media } = known;
    return { kind: media.kind === "photo" ? "image" : "file", id: draft.id, name: draft.name };
  });
  const { title, body: text } = splitTitle(body, plainTextOf);
  const media = [...found.values()];
  yield {
    kind: "draft",
    draft: {
      sourceId: record.uuid,
      entry: {
        title,
        body: withLooseMedia(text, media),
        when: whenOf(record.instant, record.zone ?? context.deviceZone),
        journal,
        tags: record.tags,
        people: [],
        ...(record.place === undefined ? {} : { place: record.place }),
        moods: [],
        favourite: record.starred,
        pinned: record.pinned,
        raw: keepRichText ? { ...record.raw, richText: record.richText } : record.raw,
      },
      media: media.map(({ draft }) => draft),
    },
  };
}

const nameOf = (item: ArchiveItem): string => (item.path.split("/").at(-1) ?? "").replace(/\.json$/i, "");

async function* drafts(archive: Archive, context: ImportContext): AsyncGenerator<DraftEvent> {
  const index = mediaIndex(archive);
  const seen = new Set<string>();
  const used = new Set<string>();
  const leftOut = new Set<string>();
  const refuse = (each: Refusal): DraftEvent => ({ kind: "refused", refusal: each });
  for (const item of archive.items) {
    if (item.beside || !/\.json$/i.test(item.path)) continue;
    const json = await parseJson(item, context.signal);
    used.add(item.path);
    if (!json.ok) {
      yield refuse(refusal(item.path, json.error.code));
      continue;
    }
    if (!isDayOne(json.value)) {
      yield refuse(refusal(item.path, "unused"));
      continue;
    }
    const records = fieldsOf(json.value)?.entries as readonly unknown[];
    for (const [at, value] of records.entries()) {
      context.signal?.throwIfAborted();
      const record = readRecord(value);
      const where = (uuid?: string): string =>
        `${item.path}, record ${at + 1}${uuid === undefined ? "" : ` (${uuid})`}`;
      if (!record.ok) {
        yield refuse(refusal(where(record.error.uuid), "bad-record", record.error.field));
        continue;
      }
      const { uuid } = record.value;
      if (seen.has(uuid.toUpperCase())) {
        yield refuse(refusal(where(uuid), "same-id"));
        for (const media of record.value.media) leftOut.add(fileOf(media, index)?.path ?? "");
        continue;
      }
      seen.add(uuid.toUpperCase());
      for await (const event of draftOf(record.value, nameOf(item), index, context)) {
        if (event.kind === "draft") for (const media of event.draft.media) used.add(media.item.path);
        yield event;
      }
    }
  }
  for (const item of archive.items) {
    if (!item.beside && !used.has(item.path))
      yield refuse(refusal(item.path, leftOut.has(item.path) ? "of-left-out" : "unused"));
  }
}

export const dayOne: Format = { id: "dayone", drafts };
