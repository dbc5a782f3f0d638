/**
 * A folder of Markdown notes, as Obsidian, Logseq and others keep them.
 *
 * [Note: What a Markdown note is]
 * A note has no id of its own. Its path is none: two folders hold a `01.md` each, and the same vault as a folder and as a
 * zip of that folder has other paths. So a note is the name of its file and the bytes in it; of several that share both,
 * the first, second, … in the order of their paths. A note that was changed since it was imported is another one: its
 * words come as a second entry, and nothing is left out as already here that is not here. Files that a note shows are
 * named the same way, within the note.
 */
import { bodyFromMarkdown, type MediaReference } from "../../documents/markdown/read.ts";
import type { MoodLevel, PmNode } from "../../documents/model.ts";
import { foldName } from "../../documents/names.ts";
import { plainTextOf } from "../../documents/text.ts";
import type { Archive, ArchiveItem } from "../archive/archive.ts";
import {
  attachmentId,
  type Draft,
  type DraftEvent,
  type DraftMedia,
  digestOf,
  type Format,
  type ImportContext,
  splitTitle,
} from "../draft.ts";
import { type Refusal, refusal } from "../refusal.ts";
import { type FindFile, fileFinder, isNote, looksLikeImage, looksLikeMedia } from "./attachments.ts";
import { isYes, nameList, readFrontMatter } from "./front-matter.ts";
import { mediaIndex } from "./media-index.ts";
import { nameDate, noteDate } from "./note-date.ts";
import { textPieces } from "./pieces.ts";

/** No note is longer; a file that is would only exhaust the parser. */
const maxNoteBytes = 16 * 1024 * 1024;

const decode = (bytes: Uint8Array): string | undefined => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return new TextDecoder("windows-1252").decode(bytes);
    throw error;
  }
};

/** Files the note refers to, in the order it does; ids are made beforehand because reading a text cannot wait. */
const referenceCollector = (note: ArchiveItem, find: FindFile, ids: ReadonlyMap<string, string>) => {
  const used = new Map<string, DraftMedia>();
  const missing = new Set<string>();
  const attachment = (target: string): MediaReference | "missing" | undefined => {
    const item = find(note.path, target);
    if (item === undefined || isNote(item.path)) {
      if (item !== undefined || !looksLikeMedia(target) || /^[a-z][a-z0-9+.-]*:/i.test(target))
        return undefined;
      missing.add(target);
      return "missing";
    }
    const name = item.path.split("/").at(-1) ?? item.path;
    const id = ids.get(item.path);
    if (id === undefined) return undefined;
    used.set(item.path, { id, name, item });
    return { kind: looksLikeImage(item.path) ? "image" : "file", id, name };
  };
  return { used, missing, attachment };
};

/** `> [!note] Title` becomes a quotation whose first line is its title in bold. */
const withoutCallouts = (node: PmNode): PmNode => {
  if (node.content === undefined) return node;
  const content = node.content.map(withoutCallouts);
  const [first, ...rest] = content;
  const [head, ...tail] = first?.content ?? [];
  const match = head?.type === "text" ? /^\[!([\w-]+)\][+-]?[ \t]*(.*)$/.exec(head.text ?? "") : null;
  if (node.type !== "blockquote" || first?.type !== "paragraph" || match === null)
    return { ...node, content };
  const [, kind = "", title = ""] = match;
  const label = title === "" ? `${kind.charAt(0).toUpperCase()}${kind.slice(1)}` : title;
  const line: PmNode = { type: "text", text: label, marks: [{ type: "bold" }] };
  return { ...node, content: [{ ...first, content: [line, ...tail] }, ...rest] };
};

const attachmentsIn = (node: PmNode): string[] => [
  ...(typeof node.attrs?.attachment === "string" ? [node.attrs.attachment] : []),
  ...(node.content ?? []).flatMap(attachmentsIn),
];

const moodWords: Readonly<Record<string, MoodLevel>> = {
  drained: 1,
  awful: 1,
  terrible: 1,
  low: 2,
  bad: 2,
  sad: 2,
  even: 3,
  okay: 3,
  ok: 3,
  meh: 3,
  neutral: 3,
  good: 4,
  happy: 4,
  full: 5,
  great: 5,
  rad: 5,
  amazing: 5,
};
const moodOf = (value: unknown): MoodLevel | undefined => {
  if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 5)
    return value as MoodLevel;
  return typeof value === "string" ? moodWords[foldName(value)] : undefined;
};

const unique = (names: readonly string[]): string[] => {
  const seen = new Map<string, string>();
  for (const name of names) if (!seen.has(foldName(name))) seen.set(foldName(name), name);
  return [...seen.values()];
};

const placed = new Set([
  "title",
  "date",
  "created",
  "created_at",
  "created-at",
  "date created",
  "creation date",
  "day",
  "zone",
  "timezone",
  "tags",
  "tag",
  "keywords",
  "people",
  "place",
  "favourite",
  "favorite",
  "starred",
  "pinned",
  "journal",
]);
const textField = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;

interface NoteText {
  readonly sourceId: string;
  readonly source: string;
}

const readNote = async (
  note: ArchiveItem,
  { sourceId, source }: NoteText,
  find: FindFile,
  ids: ReadonlyMap<string, string>,
  context: ImportContext,
): Promise<{ readonly draft: Draft; readonly refused: readonly Refusal[]; readonly undated: boolean }> => {
  const matter = readFrontMatter(source);
  const fields = Object.fromEntries(
    Object.entries(matter.state === "present" ? matter.fields : {}).map(([key, value]) => [
      key.toLowerCase(),
      value,
    ]),
  );
  const stem = (note.path.split("/").at(-1) ?? note.path).replace(/\.[^.]+$/, "");
  const references = referenceCollector(note, find, ids);
  const tags = [...nameList(fields.tags ?? fields.tag ?? fields.keywords, /[,\s]+/)];
  const markdown =
    matter.state === "unreadable" ? `\`\`\`\`yaml\n${matter.yaml}\n\`\`\`\`\n\n${matter.text}` : matter.text;
  const read = bodyFromMarkdown(markdown, {
    mediaFor: (url) =>
      /^[a-z][a-z0-9+.-]*:/i.test(url) ? undefined : notMissing(references.attachment(url)),
    onText: textPieces({ attachment: references.attachment, onTag: (name) => tags.push(name) }),
    onLink: (url) => linkTarget(url, note, find, references.attachment),
  });
  const { title: heading, body } = splitTitle(withoutCallouts(read), plainTextOf);
  const fromName = nameDate(stem)?.rest ?? stem;
  const untitled = fields.title === "";
  const ownTitle = textField(fields.title);
  const sameHeading = !untitled && (ownTitle === undefined || foldName(ownTitle) === foldName(heading));
  const shown = new Set(attachmentsIn(body));
  const loose = [...references.used.values()].filter(({ id }) => !shown.has(id));
  const text = sameHeading ? body : withoutCallouts(read);
  const mood = moodOf(fields.mood);
  const { when, own, impossible } = noteDate(fields, stem, note.modified, context.deviceZone);
  const raw = Object.fromEntries(
    Object.entries(fields).filter(([key]) => !placed.has(key) && !(key === "mood" && mood !== undefined)),
  );
  const journal = textField(fields.journal);
  const place = textField(fields.place);
  const draft: Draft = {
    sourceId,
    entry: {
      title: untitled ? "" : (ownTitle ?? (heading === "" ? fromName : heading)),
      body:
        loose.length === 0
          ? text
          : {
              ...text,
              content: [
                ...(text.content ?? []),
                ...loose.map(({ id, name }): PmNode => ({ type: "file", attrs: { attachment: id, name } })),
              ],
            },
      when,
      ...(journal === undefined ? {} : { journal }),
      tags: unique(tags),
      people: unique(nameList(fields.people, /,/).map((name) => name.replace(/^\[\[(.*)\]\]$/, "$1"))),
      ...(place === undefined ? {} : { place }),
      moods: mood === undefined ? [] : [{ value: mood, scale: "five", at: when.instant }],
      favourite: isYes(fields.favourite) || isYes(fields.favorite) || isYes(fields.starred),
      pinned: isYes(fields.pinned),
      ...(Object.keys(raw).length === 0 ? {} : { raw }),
    },
    media: [...references.used.values()],
  };
  return {
    draft,
    undated: !own,
    refused: [
      ...impossible.map((field) => refusal(`${note.path}: ${field}`, "bad-date")),
      ...(matter.state === "unreadable" ? [refusal(note.path, "front-matter-unreadable")] : []),
      ...[...references.missing].map((target) => refusal(`${note.path}: ${target}`, "media-missing")),
    ],
  };
};

const notMissing = (found: MediaReference | "missing" | undefined): MediaReference | undefined =>
  found === "missing" ? undefined : found;

/** A link to another note leads to its name; one to an attachment leads nowhere, because the file stands in the entry. */
const linkTarget = (
  url: string,
  note: ArchiveItem,
  find: FindFile,
  attachment: (target: string) => MediaReference | "missing" | undefined,
): string => {
  if (/^[a-z][a-z0-9+.-]*:/i.test(url) || url.startsWith("#")) return url;
  const item = find(note.path, url);
  if (item === undefined) return url;
  if (!isNote(item.path)) return attachment(url) === undefined ? url : "";
  const name = (item.path.split("/").at(-1) ?? "").replace(/\.[^.]+$/, "");
  return `wiki:${encodeURI(name)}`;
};

async function* drafts(archive: Archive, context: ImportContext): AsyncGenerator<DraftEvent> {
  const find = fileFinder(archive);
  const used = new Set<string>();
  const media = archive.items.filter(({ path }) => !isNote(path));
  const mediaIn = mediaIndex(media);
  const nameNote = createNames();
  const refuse = (each: Refusal): DraftEvent => ({ kind: "refused", refusal: each });
  for (const note of archive.items.filter(({ path, beside }) => isNote(path) && !beside)) {
    context.signal?.throwIfAborted();
    if (note.size > maxNoteBytes) {
      yield refuse(refusal(note.path, "too-large", `${note.size} bytes`));
      continue;
    }
    const bytes = await note.read(context.signal);
    if (!bytes.ok) {
      yield refuse(refusal(note.path, bytes.error.code));
      continue;
    }
    const source = decode(bytes.value);
    if (source === undefined) {
      yield refuse(refusal(note.path, "not-text"));
      continue;
    }
    const sourceId = await nameNote(note.path, bytes.value);
    const ids = await attachmentIds(sourceId, mediaIn(source));
    const { draft, refused, undated } = await readNote(note, { sourceId, source }, find, ids, context);
    for (const each of refused) yield refuse(each);
    for (const each of draft.media) used.add(each.item.path);
    if (undated) yield { kind: "undated", item: note.path };
    yield { kind: "draft", draft };
  }
  for (const item of media)
    if (!item.beside && !used.has(item.path)) yield refuse(refusal(item.path, "unused"));
}

const fileName = (path: string): string => path.split("/").at(-1) ?? path;
/** The second of a name has a number behind it. */
const createNumbers = (): ((name: string) => string) => {
  const seen = new Map<string, number>();
  return (name) => {
    const number = (seen.get(name) ?? 0) + 1;
    seen.set(name, number);
    return number === 1 ? name : `${name}#${number}`;
  };
};
/** See [Note: What a Markdown note is]. */
const createNames = (): ((path: string, bytes: Uint8Array<ArrayBuffer>) => Promise<string>) => {
  const numbered = createNumbers();
  return async (path, bytes) => numbered(`${fileName(path)}#${await digestOf(bytes)}`);
};

/** Ids of the files whose name stands somewhere in the note: the others cannot be meant. */
const attachmentIds = async (
  sourceId: string,
  media: readonly ArchiveItem[],
): Promise<ReadonlyMap<string, string>> => {
  const numbered = createNumbers();
  const ids = new Map<string, string>();
  for (const { path } of media)
    ids.set(path, await attachmentId("markdown", sourceId, numbered(fileName(path))));
  return ids;
};

export const markdown: Format = { id: "markdown", drafts };
