// @vitest-environment jsdom
import { Editor } from "@tiptap/core";
import { expect, test } from "vitest";
import { bodyFromHtml, bodyToMarkdown, coreExtensions, type PmNode } from "../../documents/index.ts";
import { insertHtml, kindOfPaste } from "./pasting.ts";
import { typingRules } from "./typing-rules.ts";

const page = () =>
  new Editor({ element: document.createElement("div"), extensions: [...coreExtensions, typingRules] });
/** Letters as they come from keys: rules see each before the text does. */
const type = (editor: Editor, text: string) => {
  for (const letter of text) {
    if (letter === "\n") {
      editor.commands.keyboardShortcut("Enter");
      continue;
    }
    const { view } = editor;
    const { from, to } = view.state.selection;
    const insert = () => view.state.tr.insertText(letter, from, to);
    const taken = view.someProp("handleTextInput", (handle) => handle(view, from, to, letter, insert));
    if (taken !== true) view.dispatch(insert());
  }
};
const typed = (text: string): string => {
  const editor = page();
  type(editor, text);
  return bodyToMarkdown(editor.getJSON() as PmNode).trim();
};

test("a task typed as a point becomes a task, open or done, and the next line goes on", () => {
  expect(typed("- [ ] oats")).toBe("- [ ] oats");
  expect(typed("- [x] oats")).toBe("- [x] oats");
  expect(typed("- [] oats\nmilk")).toBe("- [ ] oats\n- [ ] milk");
});

test("the points around a task stay points", () => {
  const editor = page();
  editor.commands.setContent("<ul><li><p>a</p></li><li><p>b</p></li><li><p>c</p></li></ul>");
  editor.commands.setTextSelection(8);
  type(editor, "[ ] ");
  expect((editor.getJSON().content ?? []).map(({ type: name }) => name)).toEqual([
    "bulletList",
    "taskList",
    "bulletList",
  ]);
  type(editor, "!");
  expect(editor.state.doc.textContent).toBe("a!bc");
});

test("a link typed as Markdown becomes one; an address that does harm, and a picture, stay text", () => {
  expect(typed("see [the map](https://example.org/m) now")).toBe("see [the map](https://example.org/m) now");
  const editor = page();
  type(editor, "[the map](https://example.org/m) now");
  const [first, rest] = editor.getJSON().content?.[0]?.content ?? [];
  expect(first).toMatchObject({
    text: "the map",
    marks: [{ type: "link", attrs: { href: "https://example.org/m" } }],
  });
  expect(rest).toEqual({ type: "text", text: " now" });
  for (const text of ["[x](javascript:alert(1))", "![x](https://example.org/p.png)"]) {
    const other = page();
    type(other, text);
    expect(other.getHTML()).not.toContain("<a");
    expect(other.state.doc.textContent).toBe(text);
  }
});

test("a pasted table is what an import makes of it, cell by cell", async () => {
  const html =
    "<p>Tides</p><table><tr><th>day</th><th>high</th></tr><tr><td>c1</td><td>c|2</td></tr></table>";
  const editor = page();
  await insertHtml(editor, html);
  expect(editor.state.doc.textContent).toContain("| c1 | c\\|2 |");
  expect(bodyToMarkdown(editor.getJSON() as PmNode).trim()).toBe(bodyToMarkdown(bodyFromHtml(html)).trim());
});

test("only files are answered; words beside a file are pasted", () => {
  const given = (html: string, plain: string, files: number) =>
    kindOfPaste({
      getData: (kind: string) => (kind === "text/html" ? html : plain),
      files: { length: files } as FileList,
    });
  expect(given("", "", 1)).toBe("files");
  expect(given("<img src='x'>", "", 1)).toBe("files");
  expect(given("<p>x</p>", "x", 1)).toBe("other");
  expect(given("<TABLE><tr><td>x</td></tr></TABLE>", "x", 1)).toBe("table");
  expect(given("", "", 0)).toBe("other");
});
