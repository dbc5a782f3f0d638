/** From ProseMirror JSON into a Yjs fragment. Brings the editor schema along, which reading does not need. */
import { prosemirrorJSONToYXmlFragment } from "@tiptap/y-tiptap";
import type * as Y from "yjs";
import type { PmNode } from "./model.ts";
import { entrySchema } from "./schema.ts";

/** Fills an empty fragment. Throws when the node is not of our schema: callers make bodies by the conversions here. */
export const writeBody = (fragment: Y.XmlFragment, body: PmNode): void => {
  prosemirrorJSONToYXmlFragment(entrySchema, body, fragment);
};
