/** `rows$`: a whole answer, then what changed. Locking empties it. */
import type { DocTag } from "@whisperwell/crypto";
import type { Row } from "../documents/model.ts";
import type { Observable, RowsChange } from "./api.ts";
import type { RowEntry } from "./live/row-entries.ts";
import type { RowIndex } from "./live/row-index.ts";
import { createEvents } from "./observable.ts";

const rowsOf = (entries: ReadonlyMap<DocTag, RowEntry>): readonly Row[] =>
  [...entries.values()].flatMap(({ row }) => (row === undefined ? [] : [row]));

export interface RowChanges {
  readonly rows$: Observable<RowsChange>;
  readonly show: (index: RowIndex) => void;
  readonly hide: () => void;
}
export const createRowChanges = (): RowChanges => {
  const events = createEvents<RowsChange>();
  let index: RowIndex | undefined;
  let stop = () => {};
  const whole = (): RowsChange => ({ type: "all", rows: index === undefined ? [] : rowsOf(index.entries()) });
  return {
    rows$: {
      subscribe: (listener) => {
        listener(whole());
        return events.on(listener);
      },
    },
    show: (shown) => {
      index = shown;
      events.emit(whole());
      stop = shown.changes.on((entries) => {
        const upsert = entries.flatMap(({ row }) => (row === undefined ? [] : [row]));
        if (upsert.length > 0) events.emit({ type: "change", upsert, remove: [] });
      });
    },
    hide: () => {
      stop();
      index = undefined;
      events.emit(whole());
    },
  };
};
