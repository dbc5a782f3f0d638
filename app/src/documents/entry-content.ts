/** Everything of an entry, Markdown included. Apart from rows, because lists do not need the converter. */
import type * as Y from "yjs";
import { readBody } from "./body.ts";
import { bodyOf, chosenRun, fieldNames } from "./entry.ts";
import { attachmentsOf, rowWithBody, sourceOf } from "./entry-row.ts";
import { bodyToMarkdown } from "./markdown/write.ts";
import { mediaNames } from "./media-names.ts";
import type { EntryContent } from "./model.ts";

/** Runs whose pair is in the document and not shown. */
const otherRuns = (doc: Y.Doc): string[] =>
  [...doc.share.keys()]
    .flatMap((name) => (name.startsWith("body/") ? [name.slice("body/".length)] : []))
    .filter((run) => run !== chosenRun(doc))
    .sort();

/** Everything of an entry, for export and for reading without an editor. */
export const contentOf = (doc: Y.Doc, docId: string): EntryContent => {
  const body = readBody(bodyOf(doc));
  const attachments = attachmentsOf(doc);
  const names = mediaNames(attachments);
  const mediaPath = (id: string): string | undefined => {
    const name = names.get(id);
    return name === undefined ? undefined : `media/${name}`;
  };
  const source = sourceOf(doc);
  return {
    row: rowWithBody(doc, docId, body),
    body,
    markdown: bodyToMarkdown(body, { mediaPath }),
    attachments,
    ...(source === undefined ? {} : { source }),
    versions: otherRuns(doc).map((run) => ({
      run,
      title: doc.getText(fieldNames(run).title).toString(),
      markdown: bodyToMarkdown(readBody(doc.getXmlFragment(fieldNames(run).body)), { mediaPath }),
    })),
  };
};
