/** Cutting what is read into frames: at most so many bytes or items, or a single larger one. */
import { type Bytes, concat } from "@whisperwell/crypto";
import type { Item } from "../wire/index.ts";
import type { PageBounds } from "./port.ts";

const headerLength = 124;
const bodyHashLength = 32;

export const wholeItem = (stub: Bytes, body: Uint8Array): Item => ({
  kind: "whole",
  bytes: concat(stub.subarray(0, headerLength), body, stub.subarray(headerLength + bodyHashLength)),
});

export interface Batch {
  /** false when the item no longer fits: it is the first of the next batch. */
  readonly add: (item: Item, signed: boolean) => boolean;
  readonly items: () => readonly Item[];
  /**
   * Up to the last signed one. An append lies in the feed in one piece and fits a page, so every writer's run in
   * what remains is whole.
   */
  readonly signedItems: () => readonly Item[];
}
export const createBatch = (bounds: PageBounds): Batch => {
  const items: Item[] = [];
  let bytes = 0;
  let signedCount = 0;
  return {
    add: (item, signed) => {
      const fits = items.length < bounds.items && bytes + item.bytes.length <= bounds.bytes;
      if (!fits && items.length > 0) return false;
      items.push(item);
      bytes += item.bytes.length;
      if (signed) signedCount = items.length;
      return true;
    },
    items: () => items,
    signedItems: () => items.slice(0, signedCount),
  };
};
