/**
 * Vite plugin: every Phosphor icon carries six weights and look.md uses three. The others are cut out of the icon's list at
 * build time, by the syntax tree, so that a first visit does not fetch drawings nobody sees.
 */
import type { Plugin } from "vite";

const used: readonly unknown[] = ["light", "regular", "fill"];
const definitions = /@phosphor-icons\/react\/dist\/defs\/[^/]+\.js$/;

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}
const isNode = (value: unknown): value is Node =>
  value !== null && typeof value === "object" && typeof (value as Node).type === "string";

/** The array of `new Map([[weight, drawing], …])`, wherever it stands. */
const findEntries = (node: Node): readonly Node[] | undefined => {
  const [first] = node.type === "NewExpression" ? (node.arguments as Node[]) : [];
  if (first?.type === "ArrayExpression") return first.elements as Node[];
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? value : [value]) {
      const found = isNode(child) ? findEntries(child) : undefined;
      if (found !== undefined) return found;
    }
  return undefined;
};

export const iconWeights = (): Plugin => ({
  name: "icon-weights",
  apply: "build",
  transform(code, id) {
    if (!definitions.test(id)) return undefined;
    const entries = findEntries(this.parse(code) as unknown as Node) ?? [];
    const kept = entries.filter(({ elements }) => used.includes((elements as Node[])[0]?.value));
    const [first] = entries;
    const last = entries.at(-1);
    // Another shape than the one this was written for: left whole.
    if (first === undefined || last === undefined || kept.length !== used.length) return undefined;
    const list = kept.map(({ start, end }) => code.slice(start, end)).join(",\n");
    return { code: `${code.slice(0, first.start)}${list}${code.slice(last.end)}`, map: null };
  },
});
