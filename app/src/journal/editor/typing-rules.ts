/** Markdown that becomes what it says while it is typed, beyond what the editor's parts bring along. */
import { Extension, InputRule } from "@tiptap/core";
import { Fragment } from "@tiptap/pm/model";
import { TextSelection } from "@tiptap/pm/state";
import { isSafeHref } from "../../documents/index.ts";

/** `- [ ] `: the point being written becomes a task; the points before and after it stay points. */
const taskInList = new InputRule({
  find: /^\[([ xX]?)\]\s$/u,
  handler: ({ state, range, match }) => {
    const { tr, schema } = state;
    const $from = state.doc.resolve(range.from);
    const depth = $from.depth - 2;
    const list = depth < 0 ? undefined : $from.node(depth);
    const { listItem, taskItem, taskList } = schema.nodes;
    const item = $from.node($from.depth - 1);
    if (list === undefined || taskItem === undefined || taskList === undefined) return null;
    if (item.type !== listItem || $from.index($from.depth - 1) !== 0) return null;
    const at = $from.index(depth);
    const paragraph = $from.parent;
    const rest = paragraph.cut(range.to - range.from);
    const task = taskItem.create(
      { checked: match[1]?.toLowerCase() === "x" },
      item.content.replaceChild(0, rest),
    );
    const before = list.children.slice(0, at);
    const after = list.children.slice(at + 1);
    const first = before.length === 0 ? undefined : list.copy(Fragment.from(before));
    const parts = [
      ...(first === undefined ? [] : [first]),
      taskList.create(null, task),
      ...(after.length === 0 ? [] : [list.copy(Fragment.from(after))]),
    ];
    const start = $from.before(depth);
    tr.replaceWith(start, $from.after(depth), parts);
    // Into the list, the item and its paragraph.
    tr.setSelection(TextSelection.create(tr.doc, start + (first?.nodeSize ?? 0) + 3));
    return undefined;
  },
});

/** `[text](address)`: an address that a text may keep, else it stays as typed. */
const link = new InputRule({
  find: /(?<![!\\])\[([^[\]]+)\]\(([^\s()]+)\)$/u,
  handler: ({ state, range, match }) => {
    const [, text = "", href = ""] = match;
    const type = state.schema.marks.link;
    if (type === undefined || !isSafeHref(href)) return null;
    const kept = state.doc
      .resolve(range.from + 1)
      .marks()
      .filter((mark) => mark.type !== type);
    const marks = [...kept, type.create({ href, title: null })];
    state.tr.replaceWith(range.from, range.to, state.schema.text(text, marks)).removeStoredMark(type);
    return undefined;
  },
});

export const typingRules = Extension.create({
  name: "typingRules",
  // Before the editor's own rule, which can make a task only of plain text.
  priority: 200,
  addInputRules: () => [taskInList, link],
});
