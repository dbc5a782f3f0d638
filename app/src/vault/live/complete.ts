/**
 * An entry that is here already and lacked attachments when it came: what a later import brings is put where that import
 * has it while the text is as it was imported, and after the text where someone wrote in it. Nothing is ever taken away.
 */
import * as Y from "yjs";
import { readBody } from "../../documents/body.ts";
import { writeBody } from "../../documents/body-write.ts";
import { bodyOf, isWritable, keyed, setAttachment } from "../../documents/entry.ts";
import type { Attachment, PmNode } from "../../documents/model.ts";

export const lackingMedia = <T extends { readonly id: string }>(
  doc: Y.Doc,
  media: readonly T[],
): readonly T[] => media.filter(({ id }) => !keyed(doc, "attachments").has(id));

const attachmentOf = (node: PmNode): string | undefined =>
  typeof node.attrs?.attachment === "string" ? node.attrs.attachment : undefined;
const attachmentNodes = (node: PmNode): readonly PmNode[] => [
  ...(attachmentOf(node) === undefined ? [] : [node]),
  ...(node.content ?? []).flatMap(attachmentNodes),
];
const isBlank = (node: PmNode | undefined): boolean =>
  node?.type === "paragraph" && (node.content ?? []).length === 0;

/** Equal whatever the order of attributes and marks, which Yjs does not keep. */
const keyOf = (value: unknown): string =>
  JSON.stringify(value, (key, each: unknown) => {
    if (key === "marks" && Array.isArray(each)) return each.map(keyOf).sort();
    return each !== null && typeof each === "object" && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each;
  });

/** The body as a fragment of our schema, whose elements can be copied into a document. */
const fragmentOf = (body: PmNode): Y.XmlFragment => {
  const fragment = new Y.Doc().getXmlFragment("body");
  writeBody(fragment, body);
  return fragment;
};

interface Insertion {
  /** Index in the body as it is after the insertions before. */
  readonly at: number;
  /** Index in the imported body. */
  readonly from: number;
}
/** Where lacking attachments go in a text that is the imported one without them; undefined when it is another text. */
const insertions = (
  have: readonly PmNode[],
  imported: readonly PmNode[],
  lacking: ReadonlySet<string>,
): readonly Insertion[] | undefined => {
  const found: Insertion[] = [];
  let at = 0;
  for (const [from, block] of imported.entries()) {
    if (lacking.has(attachmentOf(block) ?? "")) found.push({ at: at + found.length, from });
    else if (keyOf(block) === keyOf(have[at])) at += 1;
    else return undefined;
  }
  return have.slice(at).every(isBlank) ? found : undefined;
};

/** Puts the attachments into the document, and into its text what of it the text does not show yet. */
export const completeEntry = (doc: Y.Doc, imported: PmNode, attachments: readonly Attachment[]): void => {
  const body = bodyOf(doc);
  const have = readBody(body);
  const shown = new Set(attachmentNodes(have).map(attachmentOf));
  const lacking = new Set(attachments.map(({ id }) => id).filter((id) => !shown.has(id)));
  const whole = fragmentOf(imported);
  const loose = attachmentNodes(imported).filter((node) => lacking.has(attachmentOf(node) ?? ""));
  const placed = insertions(have.content ?? [], readBody(whole).content ?? [], lacking);
  doc.transact(() => {
    for (const attachment of attachments) setAttachment(doc, attachment);
    if (!isWritable(doc) || loose.length === 0) return;
    if (placed?.length === loose.length) {
      for (const { at, from } of placed)
        body.insert(at, [(whole.get(from) as Y.XmlElement).clone() as Y.XmlElement]);
      return;
    }
    const after = fragmentOf({ type: "doc", content: loose });
    body.insert(
      body.length,
      after.toArray().map((node) => (node as Y.XmlElement).clone() as Y.XmlElement),
    );
  });
};
