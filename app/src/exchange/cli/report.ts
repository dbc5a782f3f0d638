/** What a dry run prints. */
import { timeOf } from "../../documents/days.ts";
import { bodyToMarkdown } from "../../documents/markdown/write.ts";
import { mediaNames } from "../../documents/media-names.ts";
import type { ImportedDocument } from "../../vault/api.ts";
import type { Format } from "../draft.ts";
import { type Refusal, refusalText } from "../refusal.ts";

export interface ReportedEntry {
  readonly day: string;
  readonly zone: string;
  readonly time: string;
  readonly title: string;
  readonly tags: readonly string[];
  /** Null for the first journal. */
  readonly journal: string | null;
  readonly markdown: string;
  readonly media: readonly { readonly name: string; readonly bytes: number; readonly type: string }[];
}
export interface DryRun {
  readonly format: Format["id"];
  readonly entries: readonly ReportedEntry[];
  readonly refused: readonly { readonly item: string; readonly reason: string }[];
}

export const reportedEntry = ({ entry, media }: ImportedDocument): ReportedEntry => {
  const names = mediaNames(media);
  return {
    day: entry.when.day,
    zone: entry.when.zone,
    time: timeOf(entry.when),
    title: entry.title,
    tags: entry.tags,
    journal: entry.journal ?? null,
    markdown: bodyToMarkdown(entry.body, {
      mediaPath: (id) => (names.has(id) ? `media/${names.get(id)}` : undefined),
    }),
    media: media.map(({ id, name, bytes, type }) => ({
      name: names.get(id) ?? name,
      bytes: bytes.length,
      type,
    })),
  };
};

export const reportedRefusal = (refusal: Refusal): DryRun["refused"][number] => ({
  item: refusal.item,
  reason: refusalText(refusal),
});

const entryText = (entry: ReportedEntry): string => {
  const facts = [
    `${entry.day} ${entry.time} ${entry.zone}`,
    entry.journal === null ? undefined : `journal ${entry.journal}`,
    entry.tags.length === 0 ? undefined : entry.tags.map((tag) => `#${tag}`).join(" "),
  ].filter((fact) => fact !== undefined);
  const media = entry.media.map(({ name, bytes, type }) => `  + ${name} (${type}, ${bytes} bytes)`);
  const text = entry.markdown
    .trimEnd()
    .split("\n")
    .map((line) => `  ${line}`.trimEnd());
  return [facts.join(" · "), ...(entry.title === "" ? [] : [`  ${entry.title}`, ""]), ...text, ...media].join(
    "\n",
  );
};

/** `undated`: entries among those taken that say no day of their own. */
export const reportText = ({ format, entries, refused }: DryRun, undated: readonly string[] = []): string =>
  [
    `Format: ${format}`,
    ...entries.map((entry) => `\n${entryText(entry)}`),
    `\nWould take ${entries.length} ${entries.length === 1 ? "entry" : "entries"}.`,
    ...(undated.length === 0
      ? []
      : [`${undated.length} of them without a date of their own, by their file's date:`]),
    ...undated.map((item) => `  ${item}`),
    ...(refused.length === 0 ? [] : [`Would not take ${refused.length}:`]),
    ...refused.map(({ item, reason }) => `  ${item}: ${reason}`),
    "",
  ].join("\n");
