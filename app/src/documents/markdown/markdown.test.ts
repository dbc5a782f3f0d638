import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PmNode } from "../model.ts";
import { bodies } from "../testing.ts";
import { bodyFromHtml, bodyFromMarkdown } from "./read.ts";
import { bodyToMarkdown } from "./write.ts";

const types = (node: PmNode): string[] => [node.type, ...(node.content ?? []).flatMap(types)];
const again = (markdown: string): string => bodyToMarkdown(bodyFromMarkdown(markdown));

describe("Markdown of an entry", () => {
  it("reads back as the same text, whatever the editor made", () => {
    fc.assert(
      fc.property(bodies, (body) => {
        expect(bodyFromMarkdown(bodyToMarkdown(body))).toEqual(body);
      }),
      { numRuns: Number(process.env.RUNS ?? 300) },
    );
  });

  it("keeps everything of an ordinary text", () => {
    const source = `# Title

A *slanted*, **bold**, ~~struck~~ and \`coded\` line with a [link](https://example.org "t").

> A quote
>
> - with a point

1. one
2. two

- [ ] open
- [x] done

\`\`\`ts
const a = 1;
\`\`\`

---

| a | b |
| - | - |
| 1 | 2 |
`;
    expect(again(source)).toBe(source);
  });

  it("takes line feeds inside a paragraph as line breaks", () => {
    expect(again("one\ntwo")).toBe("one\\\ntwo\n");
  });

  it("keeps a table as its source and writes it as a table again", () => {
    const body = bodyFromMarkdown("| a | b |\n|---|---|\n| 1 | **2** |");
    expect(body.content?.[0]?.type).toBe("codeBlock");
    expect(bodyToMarkdown(body)).toBe("| a | b |\n| - | - |\n| 1 | **2** |\n");
  });

  it("keeps the marks a footnote is made of", () => {
    expect(again("Text[^1] goes on.\n\n[^1]: note")).toContain("note");
    expect(again("Text[^1] goes on.\n\n[^1]: note")).toContain("^1");
  });

  it("gives any input a body, also one nested beyond reason", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."*_`#>-+1.[]()!<>/ab \n\t|~=&;\\:") }), (source) => {
        expect(bodyFromMarkdown(source).type).toBe("doc");
      }),
      { numRuns: 500 },
    );
    expect(bodyFromMarkdown(`${">".repeat(3000)} deep`).type).toBe("doc");
    expect(bodyFromMarkdown(`${"- ".repeat(1000)} deep`).type).toBe("doc");
    expect(bodyFromMarkdown("*_".repeat(5000)).type).toBe("doc");
  });
});

describe("imported HTML", () => {
  const hostile = [
    `<script>alert(1)</script><p>safe</p>`,
    `<img src=x onerror=alert(1)>`,
    `<a href="javascript:alert(1)">press</a>`,
    `<a href=" java\nscript:alert(1)">press</a>`,
    `<a href="data:text/html,<script>alert(1)</script>">press</a>`,
    `<svg onload=alert(1)><script>alert(1)</script></svg>`,
    `<iframe src="https://evil.example"></iframe>`,
    `<math><mtext></p><style><img src onerror=alert(1)></style></mtext></math>`,
    `<form action="https://evil.example"><button>go</button></form>`,
    `<div style="background:url(https://evil.example)">styled</div>`,
    `<img src="https://tracker.example/pixel.gif" alt="">`,
  ];
  it.each(hostile)("loses what could run or load: %s", (html) => {
    for (const body of [bodyFromHtml(html), bodyFromMarkdown(html), bodyFromMarkdown(`text ${html} text`)]) {
      const json = JSON.stringify(body);
      expect(json).not.toMatch(/"href":"\s*(?:java|data|vb)/i);
      expect(json).not.toMatch(/onerror=|onload=/i);
      expect(types(body)).not.toContain("image");
    }
  });
  it("keeps structure and marks", () => {
    const body = bodyFromHtml("<h2>T</h2><p>a <b>b</b> <mark>m</mark> <u>u</u></p><ul><li>x</li></ul>");
    expect(bodyToMarkdown(body)).toBe("## T\n\na **b** <mark>m</mark> <u>u</u>\n\n- x\n");
  });
  it("ends for a page nested beyond reason", () => {
    expect(bodyFromHtml(`${"<div>".repeat(5000)}deep`).type).toBe("doc");
  });
});
