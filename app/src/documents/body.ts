/** From a Yjs fragment to ProseMirror JSON, in the shape that the editor's collaboration binding reads and writes. */
import * as Y from "yjs";
import type { PmNode } from "./model.ts";

type Mark = NonNullable<PmNode["marks"]>[number];

/** Marks that overlap themselves carry a hash after their name in Yjs. */
const markName = (attribute: string): string => attribute.replace(/--[a-zA-Z0-9+/=]{8}$/, "");

const textNodes = (text: Y.XmlText): PmNode[] =>
  (text.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]).flatMap((run) => {
    if (typeof run.insert !== "string" || run.insert === "") return [];
    const marks = Object.entries(run.attributes ?? {}).map(([name, value]): Mark => {
      const attrs = value !== null && typeof value === "object" ? (value as Record<string, unknown>) : {};
      return Object.keys(attrs).length === 0 ? { type: markName(name) } : { type: markName(name), attrs };
    });
    return [
      marks.length === 0 ? { type: "text", text: run.insert } : { type: "text", text: run.insert, marks },
    ];
  });

const nodesOf = (item: Y.XmlElement | Y.XmlText | Y.XmlHook): PmNode[] => {
  if (item instanceof Y.XmlText) return textNodes(item);
  if (!(item instanceof Y.XmlElement)) return [];
  const attrs = item.getAttributes() as Record<string, unknown>;
  const content = item.toArray().flatMap(nodesOf);
  return [
    {
      type: item.nodeName,
      ...(Object.keys(attrs).length === 0 ? {} : { attrs }),
      ...(content.length === 0 ? {} : { content }),
    },
  ];
};

/** The whole fragment as a `doc` node. Nodes of a newer schema come as they are. */
export const readBody = (fragment: Y.XmlFragment): PmNode => {
  const content = fragment.toArray().flatMap(nodesOf);
  return { type: "doc", content: content.length === 0 ? [{ type: "paragraph" }] : content };
};
