/** A writer of ours that is over: a storage generation ended, or it forked. It is never written to again. */
import type { WriterId } from "@whisperwell/crypto";
import { attempt } from "../failure.ts";
import type { VaultStore } from "../store/port.ts";
import { headField, type MetaTx } from "./meta.ts";

export const freezeWriter = {
  inside: async (tx: MetaTx, writer: WriterId): Promise<void> => {
    const field = headField(writer);
    const head = await field.get(tx);
    if (head !== undefined) await field.put(tx, { ...head, frozen: true });
  },
  isFrozen: async (store: VaultStore, writer: WriterId): Promise<boolean> => {
    const head = await attempt(() => store.read(["meta"], headField(writer).get));
    return head.ok && head.value?.frozen === true;
  },
};
