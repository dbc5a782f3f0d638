/** Finding words in the open entry: matches as decorations, one of them current. Never changes the document. */
import type { Node } from "@tiptap/pm/model";
import { type EditorState, Plugin, PluginKey, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { fold } from "../model/timeline.ts";

export interface Match {
  readonly from: number;
  readonly to: number;
}
export interface FindState {
  readonly query: string;
  readonly matches: readonly Match[];
  readonly current: number;
}

const nothing: FindState = { query: "", matches: [], current: 0 };
const key = new PluginKey<FindState>("find");

/** Folds and remembers where each folded unit came from, because folding can change lengths. */
const foldWithOrigins = (text: string) => {
  let folded = "";
  const origins: number[] = [];
  let at = 0;
  for (const character of text) {
    const small = fold(character);
    for (let index = 0; index < small.length; index += 1) origins.push(at);
    folded += small;
    at += character.length;
  }
  origins.push(at);
  return { folded, origins };
};

/** Every place where a text block holds the words, across marks, without accents or case. Positions of the document. */
export const findMatches = (doc: Node, query: string): readonly Match[] => {
  const wanted = fold(query.trim());
  if (wanted === "") return [];
  const matches: Match[] = [];
  doc.descendants((block, position) => {
    if (!block.isTextblock) return true;
    const text = block.textBetween(0, block.content.size, undefined, "\uFFFC");
    const { folded, origins } = foldWithOrigins(text);
    for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + wanted.length)) {
      const from = origins[at] ?? 0;
      const to = origins[at + wanted.length] ?? text.length;
      matches.push({ from: position + 1 + from, to: position + 1 + to });
    }
    return false;
  });
  return matches;
};

type FindMeta = { readonly query: string } | { readonly step: 1 | -1 } | "clear";

const apply = (transaction: Transaction, state: FindState): FindState => {
  const meta = transaction.getMeta(key) as FindMeta | undefined;
  if (meta === "clear") return nothing;
  if (meta !== undefined && "query" in meta) {
    return { query: meta.query, matches: findMatches(transaction.doc, meta.query), current: 0 };
  }
  const matches = transaction.docChanged ? findMatches(transaction.doc, state.query) : state.matches;
  const count = matches.length;
  const step = meta === undefined ? 0 : meta.step;
  return {
    ...state,
    matches,
    current: count === 0 ? 0 : (Math.min(state.current, count - 1) + step + count) % count,
  };
};

export const findState = (state: EditorState): FindState => key.getState(state) ?? nothing;
export const setFindQuery = (transaction: Transaction, query: string): Transaction =>
  transaction.setMeta(key, { query } satisfies FindMeta);
export const stepFind = (transaction: Transaction, step: 1 | -1): Transaction =>
  transaction.setMeta(key, { step } satisfies FindMeta);
export const clearFind = (transaction: Transaction): Transaction => transaction.setMeta(key, "clear");

export const findPlugin = (): Plugin<FindState> =>
  new Plugin<FindState>({
    key,
    state: { init: () => nothing, apply },
    props: {
      decorations: (state) => {
        const { matches, current } = findState(state);
        return DecorationSet.create(
          state.doc,
          matches.map(({ from, to }, index) =>
            Decoration.inline(from, to, { class: index === current ? "ww-hit ww-hit-current" : "ww-hit" }),
          ),
        );
      },
    },
  });
