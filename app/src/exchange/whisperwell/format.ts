/** Reads our own lossless zip back. */
import { isInstant, isWhen } from "../../documents/days.ts";
import { isMoodLevel } from "../../documents/entry-row.ts";
import type { PmNode } from "../../documents/model.ts";
import { normalBody } from "../../documents/schema.ts";
import type { Archive, ArchiveItem } from "../archive/archive.ts";
import { fieldsOf } from "../dayone/record.ts";
import type { Draft, DraftEvent, DraftMedia, Format, ImportContext } from "../draft.ts";
import { parseJson } from "../json.ts";
import { type Refusal, refusal } from "../refusal.ts";
import type { ExportedEntry, ExportedMedia } from "./shape.ts";

export const isManifest = (value: unknown): boolean => fieldsOf(value)?.format === "whisperwell";

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];

const bodyFrom = (value: unknown): PmNode | undefined => {
  try {
    return normalBody(value as PmNode);
  } catch (error) {
    // ProseMirror says what it does not allow by throwing a RangeError (or a TypeError for no node at all).
    if (error instanceof Error) return undefined;
    throw error;
  }
};

const mediaFrom = (
  entry: Partial<ExportedEntry>,
  files: ReadonlyMap<string, ArchiveItem>,
): { readonly media: DraftMedia[]; readonly refused: Refusal[] } => {
  const media: DraftMedia[] = [];
  const refused: Refusal[] = [];
  for (const each of Array.isArray(entry.media) ? (entry.media as Partial<ExportedMedia>[]) : []) {
    if (typeof each?.id !== "string" || !/^[0-9a-f]{32}$/.test(each.id) || typeof each.name !== "string")
      continue;
    const item = typeof each.file === "string" ? files.get(each.file) : undefined;
    if (item === undefined) {
      refused.push(refusal(each.file ?? each.name, "media-missing"));
      continue;
    }
    const { id, name, width, height } = each;
    media.push({
      id,
      name,
      item,
      ...(typeof width === "number" ? { width } : {}),
      ...(typeof height === "number" ? { height } : {}),
    });
  }
  return { media, refused };
};

const draftFrom = (
  value: unknown,
  files: ReadonlyMap<string, ArchiveItem>,
): { readonly draft: Draft; readonly refused: readonly Refusal[] } | { readonly field: string } => {
  const fields = fieldsOf(value);
  if (fields === undefined) return { field: "entry" };
  const entry = fields as Partial<ExportedEntry>;
  if (typeof entry.docId !== "string" || entry.docId === "") return { field: "docId" };
  if (!isWhen(entry.when)) return { field: "when" };
  const { day, zone, instant } = entry.when;
  const body = bodyFrom(entry.body);
  if (body === undefined) return { field: "body" };
  const { media, refused } = mediaFrom(entry, files);
  const moods = (Array.isArray(fields.moods) ? fields.moods : []).flatMap((mood: unknown) => {
    const { value: level, scale, at } = fieldsOf(mood) ?? {};
    return isMoodLevel(level) && isInstant(at)
      ? [{ value: level, scale: typeof scale === "string" ? scale : "", at }]
      : [];
  });
  const raw = {
    ...(entry.source === undefined ? {} : { source: entry.source }),
    ...(Array.isArray(entry.versions) && entry.versions.length > 0 ? { versions: entry.versions } : {}),
  };
  return {
    draft: {
      sourceId: entry.docId,
      entry: {
        title: typeof entry.title === "string" ? entry.title : "",
        body,
        when: { day, zone, instant },
        ...(typeof entry.journal === "string" ? { journal: entry.journal } : {}),
        tags: texts(entry.tags),
        people: texts(entry.people),
        ...(typeof entry.place === "string" ? { place: entry.place } : {}),
        moods,
        favourite: entry.favourite === true,
        pinned: entry.pinned === true,
        ...(isInstant(entry.trashedAt) ? { trashedAt: entry.trashedAt } : {}),
        ...(Object.keys(raw).length === 0 ? {} : { raw }),
      },
      media,
    },
    refused,
  };
};

async function* drafts(archive: Archive, context: ImportContext): AsyncGenerator<DraftEvent> {
  const files = new Map(archive.items.map((item) => [item.path.replace(/^.*?(media\/)/, "$1"), item]));
  const seen = new Set<string>();
  for (const item of archive.items) {
    if (!/(?:^|\/)entries\/[^/]+\.json$/.test(item.path)) continue;
    context.signal?.throwIfAborted();
    const json = await parseJson(item, context.signal);
    if (!json.ok) {
      yield { kind: "refused", refusal: refusal(item.path, json.error.code) };
      continue;
    }
    const read = draftFrom(json.value, files);
    if ("field" in read) yield { kind: "refused", refusal: refusal(item.path, "bad-record", read.field) };
    else if (seen.has(read.draft.sourceId)) yield { kind: "refused", refusal: refusal(item.path, "same-id") };
    else {
      seen.add(read.draft.sourceId);
      for (const each of read.refused) yield { kind: "refused", refusal: each };
      yield { kind: "draft", draft: read.draft };
    }
  }
}

export const whisperwell: Format = { id: "whisperwell", drafts };
