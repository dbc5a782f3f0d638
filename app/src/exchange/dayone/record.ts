/** One record of a Day One export, read field by field: only what an entry cannot be without makes it bad. */
import { err, ok, type Result } from "@whisperwell/crypto/result";
import { isInstant, isZone } from "../../documents/days.ts";

export type MediaKind = "photo" | "audio" | "video" | "pdf";
export interface DayOneMedia {
  readonly kind: MediaKind;
  readonly identifier: string;
  readonly md5?: string;
  readonly extension: string;
  readonly fileName?: string;
  readonly order: number;
  readonly width?: number;
  readonly height?: number;
}
export interface DayOneRecord {
  readonly uuid: string;
  readonly text?: string;
  readonly richText?: string;
  readonly instant: number;
  readonly zone?: string;
  readonly tags: readonly string[];
  readonly starred: boolean;
  readonly pinned: boolean;
  readonly place?: string;
  readonly media: readonly DayOneMedia[];
  /** Every field we have no place for, as it came. */
  readonly raw: Readonly<Record<string, unknown>>;
}

type Fields = Readonly<Record<string, unknown>>;
export const fieldsOf = (value: unknown): Fields | undefined =>
  value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Fields) : undefined;
const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
const sizeOf = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) && value > 0 ? Math.round(value) : undefined;

const lists: readonly (readonly [string, MediaKind, string])[] = [
  ["photos", "photo", "jpeg"],
  ["audios", "audio", "m4a"],
  ["videos", "video", "mp4"],
  ["pdfAttachments", "pdf", "pdf"],
];
export const mediaFolder: Readonly<Record<MediaKind, string>> = {
  photo: "photos",
  audio: "audios",
  video: "videos",
  pdf: "pdfs",
};

const mediaOf = (fields: Fields): DayOneMedia[] =>
  lists.flatMap(([list, kind, usual]) => {
    const items = fields[list];
    if (!Array.isArray(items)) return [];
    return items
      .flatMap((item): DayOneMedia[] => {
        const media = fieldsOf(item);
        const identifier = textOf(media?.identifier) ?? textOf(media?.md5);
        if (media === undefined || identifier === undefined) return [];
        const md5 = textOf(media.md5)?.toLowerCase();
        const fileName = textOf(media.filename);
        const width = sizeOf(media.width);
        const height = sizeOf(media.height);
        return [
          {
            kind,
            identifier: identifier.toUpperCase(),
            // Day One writes the codec of sounds ("aac"), not their file's ending.
            extension: kind === "audio" ? usual : (textOf(media.type)?.toLowerCase() ?? usual),
            order: typeof media.orderInEntry === "number" ? media.orderInEntry : 0,
            ...(md5 === undefined ? {} : { md5 }),
            ...(fileName === undefined ? {} : { fileName }),
            ...(width === undefined ? {} : { width }),
            ...(height === undefined ? {} : { height }),
          },
        ];
      })
      .sort((a, b) => a.order - b.order);
  });

/** Day One's own name for the place, else the most exact of what it knows. */
const placeOf = (location: Fields | undefined): string | undefined =>
  [
    location?.userLabel,
    location?.placeName,
    location?.localityName,
    location?.administrativeArea,
    location?.country,
  ]
    .map(textOf)
    .find((name) => name !== undefined);

const taken = new Set([
  "uuid",
  "text",
  "richText",
  "tags",
  "starred",
  "isPinned",
  "creationDate",
  "timeZone",
]);

/** Errors name the field, never what it holds. */
export const readRecord = (
  value: unknown,
): Result<DayOneRecord, { readonly field: string; readonly uuid?: string }> => {
  const fields = fieldsOf(value);
  if (fields === undefined) return err({ field: "record" });
  const uuid = textOf(fields.uuid);
  if (uuid === undefined) return err({ field: "uuid" });
  for (const field of ["text", "richText"]) {
    if (fields[field] != null && typeof fields[field] !== "string") return err({ field, uuid });
  }
  const instant = typeof fields.creationDate === "string" ? Date.parse(fields.creationDate) : Number.NaN;
  if (!isInstant(instant)) return err({ field: "creationDate", uuid });
  const location = fieldsOf(fields.location);
  const zone = [fields.timeZone, location?.timeZoneName]
    .map(textOf)
    .find((name) => name !== undefined && isZone(name));
  const place = placeOf(location);
  const raw = Object.entries(fields).filter(([key]) => !taken.has(key));
  return ok({
    uuid,
    ...(typeof fields.text === "string" ? { text: fields.text } : {}),
    ...(typeof fields.richText === "string" ? { richText: fields.richText } : {}),
    instant,
    ...(zone === undefined ? {} : { zone }),
    tags: Array.isArray(fields.tags) ? fields.tags.flatMap((tag) => textOf(tag) ?? []) : [],
    starred: fields.starred === true,
    pinned: fields.isPinned === true,
    ...(place === undefined ? {} : { place }),
    media: mediaOf(fields),
    raw: Object.fromEntries(raw),
  });
};
