/** An entry as an importer found it: its media are named, not read. Reading them makes it a document. */
import type { PmNode } from "../documents/model.ts";
import type { ImportedDocument } from "../vault/api.ts";
import type { Archive, ArchiveItem } from "./archive/archive.ts";
import { type Refusal, refusal } from "./refusal.ts";
import { sniff } from "./sniff.ts";

export interface DraftMedia {
  /** 32 hex digits, the same for the same source. */
  readonly id: string;
  readonly name: string;
  readonly item: ArchiveItem;
  readonly width?: number;
  readonly height?: number;
}
export interface Draft {
  readonly sourceId: string;
  readonly entry: ImportedDocument["entry"];
  readonly media: readonly DraftMedia[];
}
export type DraftEvent =
  | { readonly kind: "draft"; readonly draft: Draft }
  /** The entry named comes too; it says no day of its own. */
  | { readonly kind: "undated"; readonly item: string }
  | { readonly kind: "refused"; readonly refusal: Refusal };

export type ImportEvent =
  | { readonly kind: "document"; readonly document: ImportedDocument }
  | { readonly kind: "undated"; readonly item: string }
  | { readonly kind: "refused"; readonly refusal: Refusal };

export interface ImportContext {
  /** For entries whose source does not say where they were written. */
  readonly deviceZone: string;
  readonly signal?: AbortSignal;
}
/** A source format. `drafts` is lazy, reads one entry at a time, and never ends early because of a bad one. */
export interface Format {
  readonly id: "dayone" | "markdown" | "whisperwell";
  readonly drafts: (archive: Archive, context: ImportContext) => AsyncGenerator<DraftEvent>;
}

type Media = ImportedDocument["media"][number];

const loadOne = async (media: DraftMedia, signal?: AbortSignal): Promise<Media | Refusal> => {
  const read = await media.item.read(signal);
  if (!read.ok) return refusal(media.item.path, read.error.code);
  const type = sniff(read.value);
  if (type === undefined) return refusal(media.item.path, "media-type");
  const { id, name, width, height } = media;
  return {
    id,
    name,
    type: type.type,
    bytes: read.value,
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
  };
};

/** Why a medium will be refused, as far as its first bytes tell: for a preview, which reads no media whole. */
export const unlikeMedia = async (item: ArchiveItem, signal?: AbortSignal): Promise<Refusal | undefined> => {
  const head = await item.head(signal);
  if (!head.ok) return refusal(item.path, head.error.code);
  return sniff(head.value) === undefined ? refusal(item.path, "media-type") : undefined;
};

/** The body with each attachment as what its bytes are: pictures as pictures, others as files, those not taken gone. */
const placed = (node: PmNode, types: ReadonlyMap<string, Media>): PmNode[] => {
  if (node.type === "image" || node.type === "file") {
    const id = String(node.attrs?.attachment);
    const media = types.get(id);
    if (media === undefined) return [];
    const image = media.type.startsWith("image/");
    if (image)
      return [{ type: "image", attrs: { attachment: id, alt: node.attrs?.alt ?? node.attrs?.name ?? "" } }];
    const name = node.attrs?.name || node.attrs?.alt || media.name;
    return [{ type: "file", attrs: { attachment: id, name } }];
  }
  if (node.content === undefined) return [node];
  const content = node.content.flatMap((child) => placed(child, types));
  if (content.length > 0) return [{ ...node, content }];
  if (node.type === "doc") return [{ ...node, content: [{ type: "paragraph" }] }];
  return node.type === "paragraph" || node.type === "heading" ? [{ ...node, content }] : [];
};

/** Reads an entry's media; a bad one is refused by itself and the entry stays. */
export const documentOf = async (
  draft: Draft,
  signal?: AbortSignal,
): Promise<{ readonly document: ImportedDocument; readonly refused: readonly Refusal[] }> => {
  const media: Media[] = [];
  const refused: Refusal[] = [];
  for (const each of draft.media) {
    const loaded = await loadOne(each, signal);
    if ("code" in loaded) refused.push(loaded);
    else media.push(loaded);
  }
  const types = new Map(media.map((each) => [each.id, each]));
  const [body = draft.entry.body] = placed(draft.entry.body, types);
  return { document: { sourceId: draft.sourceId, entry: { ...draft.entry, body }, media }, refused };
};

/** Everything of an archive, one entry in memory at a time. */
export async function* importEvents(
  format: Format,
  archive: Archive,
  context: ImportContext,
): AsyncGenerator<ImportEvent> {
  for (const each of archive.refused) yield { kind: "refused", refusal: each };
  for await (const event of format.drafts(archive, context)) {
    context.signal?.throwIfAborted();
    if (event.kind !== "draft") {
      yield event;
      continue;
    }
    const { document, refused } = await documentOf(event.draft, context.signal);
    for (const each of refused) yield { kind: "refused", refusal: each };
    yield { kind: "document", document };
  }
}

/** Half of a SHA-256: 32 hex digits. */
export const digestOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> => {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
};

/** The id of an attachment from where it came, so that importing again means the same one. */
export const attachmentId = (importer: string, sourceId: string, key: string): Promise<string> =>
  digestOf(new TextEncoder().encode(JSON.stringify(["ww/attachment", importer, sourceId, key])));

/** Takes a first heading of level 1 out of the body: it is the title. */
export const splitTitle = (
  body: PmNode,
  titleText: (node: PmNode) => string,
): { title: string; body: PmNode } => {
  const [first, ...rest] = body.content ?? [];
  const title =
    first?.type === "heading" && first.attrs?.level === 1 ? titleText(first).replace(/\s+/g, " ").trim() : "";
  if (title === "" || title.length > 300) return { title: "", body };
  return { title, body: { ...body, content: rest.length === 0 ? [{ type: "paragraph" }] : rest } };
};
