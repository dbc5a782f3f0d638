/** What Obsidian and its kin write into plain text: `[[links]]`, `![[embeds]]`, `==marks==`, `#tags` and bare addresses. */
import type { MediaReference, TextPiece } from "../../documents/markdown/read.ts";

const special =
  /(!?)\[\[([^[\]|\n]+?)(?:\|([^[\]\n]*))?\]\]|==(?=\S)([^=\n]+?)(?<=\S)==|(https?:\/\/[^\s<>"'`\])}]*[^\s<>"'`\])}.,;:!?])/gu;

/** Letters, digits, `_`, `-` and `/`, at least one of them no digit. */
const tag = /(?<=^|[\s([{,;])#([\p{L}\p{N}_][\p{L}\p{N}\p{M}_/-]*)/gu;

export interface Resolver {
  /** The attachment of a name or path, or "missing" where it looks like one that is not there. */
  readonly attachment: (target: string) => MediaReference | "missing" | undefined;
  readonly onTag: (name: string) => void;
}

const wiki = (target: string, alias: string | undefined): TextPiece => {
  const name = target.trim();
  const [path = name] = name.split("#");
  const text = (alias ?? "").trim() || name.replace(/^#/, "");
  return {
    type: "text",
    text,
    mark: { type: "link", attrs: { href: `wiki:${encodeURI(name || path)}`, title: null } },
  };
};

/** Obsidian writes a picture's width where others write its name. */
const altOf = (alias: string | undefined): string =>
  alias === undefined || /^\d+(x\d+)?$/.test(alias.trim()) ? "" : alias.trim();

export const textPieces =
  (resolver: Resolver) =>
  (text: string): TextPiece[] => {
    for (const [, name = ""] of text.matchAll(tag)) {
      if (/[^\d/_-]/.test(name)) resolver.onTag(name.replace(/\/+$/, ""));
    }
    const pieces: TextPiece[] = [];
    let at = 0;
    for (const match of text.matchAll(special)) {
      const [whole, bang, target, alias, marked, address] = match;
      const piece = pieceOf({ whole, bang: bang === "!", target, alias, marked, address }, resolver);
      if (match.index > at) pieces.push({ type: "text", text: text.slice(at, match.index) });
      pieces.push(piece);
      at = match.index + whole.length;
    }
    if (at < text.length) pieces.push({ type: "text", text: text.slice(at) });
    return pieces;
  };

const pieceOf = (
  found: {
    readonly whole: string;
    readonly bang: boolean;
    readonly target: string | undefined;
    readonly alias: string | undefined;
    readonly marked: string | undefined;
    readonly address: string | undefined;
  },
  resolver: Resolver,
): TextPiece => {
  const { whole, bang, target, alias, marked, address } = found;
  if (marked !== undefined) return { type: "text", text: marked, mark: { type: "highlight" } };
  if (address !== undefined) {
    return { type: "text", text: address, mark: { type: "link", attrs: { href: address, title: null } } };
  }
  if (target === undefined) return { type: "text", text: whole };
  const media = resolver.attachment(target.split("#")[0]?.trim() ?? "");
  if (media === "missing") return { type: "text", text: whole };
  if (media !== undefined) return { type: "media", media, alt: bang ? altOf(alias) : (alias ?? "") };
  return wiki(target, alias);
};
