/**
 * Carets of one entry open in several tabs of this device. The wire has one awareness update a device and document, so
 * the tab that talks to the relay sends those of all its tabs as one.
 */
import type { DocId } from "@whisperwell/crypto";
import { createDecoder, readVarString, readVarUint } from "lib0/decoding";
import { createEncoder, toUint8Array, writeVarString, writeVarUint } from "lib0/encoding";

interface Caret {
  readonly client: number;
  readonly clock: number;
  readonly state: string;
}
/** Entries of a y-protocols awareness update; none for bytes that are no update: they show nothing. */
const caretsOf = (update: Uint8Array): readonly Caret[] => {
  try {
    const decoder = createDecoder(update);
    const count = readVarUint(decoder);
    const carets: Caret[] = [];
    for (let n = 0; n < count; n++)
      carets.push({
        client: readVarUint(decoder),
        clock: readVarUint(decoder),
        state: readVarString(decoder),
      });
    return carets;
  } catch {
    return [];
  }
};
const together = (updates: Iterable<Uint8Array>): Uint8Array => {
  const carets = [...updates].flatMap(caretsOf);
  const encoder = createEncoder();
  writeVarUint(encoder, carets.length);
  for (const { client, clock, state } of carets) {
    writeVarUint(encoder, client);
    writeVarUint(encoder, clock);
    writeVarString(encoder, state);
  }
  return toUint8Array(encoder);
};

export interface TabAwareness {
  /** Answers what all tabs say of the document now; undefined when none has it open. */
  readonly note: (tab: string, docId: DocId, update: Uint8Array | undefined) => Uint8Array | undefined;
}
export const createTabAwareness = (): TabAwareness => {
  const said = new Map<DocId, Map<string, Uint8Array>>();
  return {
    note: (tab, docId, update) => {
      const tabs = said.get(docId) ?? new Map<string, Uint8Array>();
      if (update === undefined) tabs.delete(tab);
      else tabs.set(tab, update);
      if (tabs.size === 0) {
        said.delete(docId);
        return undefined;
      }
      said.set(docId, tabs);
      return together(tabs.values());
    },
  };
};
