/** One entry as a Markdown file of its own: front matter that says what is about the text, then title and text. */
import type { EntryContent, Taxonomy } from "../../documents/index.ts";
import { clockTime } from "../model/format.ts";
import { tagName } from "../model/tags.ts";

/** A YAML double-quoted scalar: JSON's escapes are a subset of it. */
const quoted = (text: string): string => JSON.stringify(text);
const listOf = (names: readonly string[]): string => `[${names.map(quoted).join(", ")}]`;

export const entryMarkdown = (content: EntryContent, taxonomy: Taxonomy): string => {
  const { row } = content;
  const journal = taxonomy.journals.find(({ id }) => id === row.journal)?.name;
  const lines = [
    `date: ${row.when.day}`,
    `time: ${quoted(clockTime(row.when.instant, row.when.zone))}`,
    `zone: ${quoted(row.when.zone)}`,
    ...(journal === undefined ? [] : [`journal: ${quoted(journal)}`]),
    ...(row.tags.length === 0 ? [] : [`tags: ${listOf(row.tags.map((tag) => tagName(taxonomy.tags, tag)))}`]),
    ...(row.people.length === 0 ? [] : [`people: ${listOf(row.people.map(({ name }) => name))}`]),
    ...(row.place === undefined ? [] : [`place: ${quoted(row.place.name)}`]),
  ];
  const title = row.title === "" ? "" : `# ${row.title}\n\n`;
  return `---\n${lines.join("\n")}\n---\n\n${title}${content.markdown.trimEnd()}\n`;
};

/** A file name any system takes: the day, then as much of the title as is safe. */
export const entryFileName = (day: string, title: string): string => {
  const safe = title
    .normalize("NFC")
    .replace(/[\\/:*?"<>|\p{C}]/gu, " ")
    .replace(/\s+/gu, " ")
    .replace(/^[.\s]+|[.\s]+$/gu, "")
    .slice(0, 60)
    .trim();
  return `${day}${safe === "" ? "" : ` ${safe}`}.md`;
};

/** Hands a text to the browser as a download. */
export const downloadText = (name: string, text: string): void => {
  const url = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
};
