/** Which of a record's two texts is taken. Day One keeps its Markdown in `text`; `richText` may know more about the same words. */
import { bodyFromMarkdown, type MediaReference } from "../../documents/markdown/read.ts";
import type { PmNode } from "../../documents/model.ts";
import { emptyBody } from "../../documents/schema.ts";
import { plainTextOf } from "../../documents/text.ts";
import type { DayOneRecord } from "./record.ts";
import { bodyFromRichText } from "./rich-text.ts";

/** `dayone-moment://ID`, `dayone-moment:/video/ID` and what lies between. */
const moment = /^dayone2?-moment:\/*(?:[A-Za-z]+\/)*([0-9A-Za-z-]+)\/?$/;

/** The identifier a text refers to, or undefined for any other address. */
export const momentOf = (url: string): string | undefined => moment.exec(url)?.[1]?.toUpperCase();

const wordsOf = (body: PmNode): string => (plainTextOf(body).match(/[\p{L}\p{N}]+/gu) ?? []).join(" ");
const attachmentsOf = (node: PmNode): string[] => [
  ...(typeof node.attrs?.attachment === "string" ? [node.attrs.attachment] : []),
  ...(node.content ?? []).flatMap(attachmentsOf),
];
const featuresOf = (node: PmNode): string[] => [
  node.type,
  ...(node.marks ?? []).map(({ type }) => type),
  ...(node.content ?? []).flatMap(featuresOf),
];

/** The same words and attachments, and every kind of formatting of `text`, and some that it lacks. */
const saysMore = (rich: PmNode, text: PmNode): boolean => {
  if (wordsOf(rich) !== wordsOf(text)) return false;
  if (attachmentsOf(rich).sort().join() !== attachmentsOf(text).sort().join()) return false;
  const [richer, plainer] = [new Set(featuresOf(rich)), new Set(featuresOf(text))];
  return richer.size > plainer.size && [...plainer].every((feature) => richer.has(feature));
};

export interface DayOneBody {
  readonly body: PmNode;
  /** True when `richText` was not taken and says something else: it is kept beside the entry. */
  readonly keepRichText: boolean;
}

/** `mediaFor` answers by identifier; "missing" for media that the export names and lacks. */
export const bodyOfRecord = (
  record: DayOneRecord,
  mediaFor: (identifier: string) => MediaReference | "missing" | undefined,
): DayOneBody => {
  const text =
    record.text === undefined
      ? undefined
      : bodyFromMarkdown(record.text, {
          mediaFor: (url) => {
            const identifier = momentOf(url);
            return identifier === undefined ? undefined : (mediaFor(identifier) ?? "missing");
          },
        });
  const rich =
    record.richText === undefined
      ? undefined
      : bodyFromRichText(record.richText, (_, identifier) => {
          const media = mediaFor(identifier.toUpperCase());
          if (media === undefined || media === "missing") return undefined;
          return media.kind === "image"
            ? { type: "image", attrs: { attachment: media.id, alt: "" } }
            : { type: "file", attrs: { attachment: media.id, name: media.name } };
        });
  if (text === undefined) return { body: rich ?? emptyBody, keepRichText: rich === undefined };
  if (rich === undefined) return { body: text, keepRichText: record.richText !== undefined };
  if (saysMore(rich, text)) return { body: rich, keepRichText: false };
  return { body: text, keepRichText: wordsOf(rich) !== wordsOf(text) };
};
