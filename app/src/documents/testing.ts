/** Generators and fakes for tests of what documents are. */
import fc from "fast-check";
import type { NameIds, PmNode } from "./model.ts";
import { foldName } from "./names.ts";
import { normalBody } from "./schema.ts";

/** Ids that are readable in a failing test and as unique as the real ones; the protocol's are keyed hashes. */
export const testNameIds = (): NameIds => {
  let next = 0;
  return {
    idOf: (kind, name) => {
      const text = `${kind}:${foldName(name)}`;
      let hash = 0xcbf29ce484222325n;
      for (const byte of new TextEncoder().encode(text)) {
        hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
      }
      return hash.toString(16).padStart(32, "0");
    },
    randomId: () => {
      next += 1;
      return next.toString(16).padStart(32, "f");
    },
  };
};

const awkward = [
  "*",
  "_",
  "~~",
  "`",
  "#",
  "-",
  "1.",
  ">",
  "[x]",
  "]( ",
  "<b>",
  "&amp;",
  "\\",
  "|",
  "==",
  "www.a.io",
  "a@b.co",
  "+",
  "$",
  "é",
  "日本",
  "👩‍👩‍👧",
  "!",
  "  ",
  "\u00a0",
  ":",
  "http://x.y",
];
const text = fc
  .array(fc.oneof(fc.constantFrom(...awkward, "word", "a", "B", " ", " "), fc.string({ maxLength: 4 })), {
    minLength: 1,
    maxLength: 5,
  })
  // Line feeds and other controls inside a text are not something an editor makes.
  .map((parts) => parts.join("").replace(/[\p{C}\u2028\u2029]/gu, "x"))
  .filter((value) => value !== "");

const marks = fc.oneof(
  fc.constant([]),
  fc.constant([{ type: "code" }]),
  fc
    .subarray(["bold", "italic", "strike", "highlight", "underline"])
    .map((types) => types.map((type) => ({ type }))),
  fc
    .constantFrom("https://a.io/b?c=(d)&e", "mailto:a@b.co", "wiki:Some note")
    .map((href) => [{ type: "link", attrs: { href } }]),
);
const textNode = fc
  .tuple(text, marks)
  .map(
    ([value, own]): PmNode => ({ type: "text", text: value, ...(own.length === 0 ? {} : { marks: own }) }),
  );
const inline = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: textNode },
    { weight: 1, arbitrary: fc.constant<PmNode>({ type: "hardBreak" }) },
  ),
  { maxLength: 5 },
);
const withContent = (type: string, content: readonly PmNode[], attrs?: Record<string, unknown>): PmNode => ({
  type,
  ...(attrs === undefined ? {} : { attrs }),
  ...(content.length === 0 ? {} : { content }),
});
const paragraph = inline.map((content) => withContent("paragraph", content));
const id = fc.stringMatching(/^[0-9a-f]{32}$/);

const { blocks } = fc.letrec<{ blocks: PmNode[]; block: PmNode; item: PmNode[] }>((tie) => ({
  blocks: fc.array(tie("block"), { minLength: 1, maxLength: 4 }),
  item: fc
    .tuple(paragraph, fc.oneof({ maxDepth: 2 }, fc.constant<PmNode[]>([]), tie("blocks")))
    .map(([first, rest]) => [first, ...rest]),
  block: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    paragraph,
    fc
      .tuple(inline, fc.integer({ min: 1, max: 6 }))
      .map(([content, level]) => withContent("heading", content, { level })),
    fc
      .tuple(fc.string({ maxLength: 20 }), fc.constantFrom(null, "js", "python extra"))
      .map(([value, language]) => {
        const source = value.replace(/\r/g, "");
        return withContent("codeBlock", source === "" ? [] : [{ type: "text", text: source }], { language });
      }),
    fc.constant<PmNode>({ type: "horizontalRule" }),
    fc
      .tuple(id, fc.constantFrom("", "a picture", "w [x]"))
      .map(([attachment, alt]): PmNode => ({ type: "image", attrs: { attachment, alt } })),
    (tie("blocks") as fc.Arbitrary<PmNode[]>).map((content) => withContent("blockquote", content)),
    fc.array(tie("item") as fc.Arbitrary<PmNode[]>, { minLength: 1, maxLength: 3 }).map((items) =>
      withContent(
        "bulletList",
        items.map((content) => withContent("listItem", content)),
      ),
    ),
    fc
      .tuple(
        fc.array(tie("item") as fc.Arbitrary<PmNode[]>, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 0, max: 99 }),
      )
      .map(([items, start]) =>
        withContent(
          "orderedList",
          items.map((content) => withContent("listItem", content)),
          { start },
        ),
      ),
    fc
      .array(fc.tuple(tie("item") as fc.Arbitrary<PmNode[]>, fc.boolean()), { minLength: 1, maxLength: 3 })
      .map((items) =>
        withContent(
          "taskList",
          items.map(([content, checked]) => withContent("taskItem", content, { checked })),
        ),
      ),
  ),
}));

const isEmpty = (node: PmNode | undefined): boolean =>
  node?.type === "paragraph" && node.content === undefined;

/** Bodies an editor can make, without empty paragraphs at their end, in the schema's normal form. */
export const bodies: fc.Arbitrary<PmNode> = blocks.map((content) => {
  const kept = [...content];
  while (isEmpty(kept.at(-1))) kept.pop();
  return normalBody({ type: "doc", content: kept.length === 0 ? [{ type: "paragraph" }] : kept });
});
