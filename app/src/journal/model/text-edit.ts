/** The smallest single replacement that turns one text into another: what a text field tells a shared text. */
export interface TextEdit {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

const isHighSurrogate = (code: number) => code >= 0xd800 && code <= 0xdbff;
const isLowSurrogate = (code: number) => code >= 0xdc00 && code <= 0xdfff;

/**
 * In UTF-16 units, as both sides count. `caret` is where the field's caret stands after the edit: with repeated letters
 * the change lies before it. Never cuts a surrogate pair. Undefined when nothing changed.
 */
export const textEdit = (before: string, after: string, caret: number): TextEdit | undefined => {
  if (before === after) return undefined;
  const tailLimit = Math.min(before.length, after.length, Math.max(0, after.length - caret));
  let tail = 0;
  while (tail < tailLimit && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  let head = 0;
  const headLimit = Math.min(before.length, after.length) - tail;
  while (head < headLimit && before[head] === after[head]) head += 1;
  while (tail < Math.min(before.length, after.length) - head && before.at(-1 - tail) === after.at(-1 - tail))
    tail += 1;
  if (head > 0 && isHighSurrogate(after.charCodeAt(head - 1))) head -= 1;
  if (tail > 0 && isLowSurrogate(after.charCodeAt(after.length - tail))) tail -= 1;
  return { at: head, remove: before.length - head - tail, insert: after.slice(head, after.length - tail) };
};

/** Where a caret stands after someone else's edit. An insertion right at the caret leaves it before the new text. */
export const moveCaret = (caret: number, edit: TextEdit): number => {
  if (caret <= edit.at) return caret;
  if (caret >= edit.at + edit.remove) return caret - edit.remove + edit.insert.length;
  return edit.at + edit.insert.length;
};
