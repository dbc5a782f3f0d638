/**
 * How far everything got, as one picture in memory: heads, acknowledgements, and what each writer had seen. Read again
 * whenever the log says that it moved; receipts, devices and the sync sentence are made of it.
 */

import { liveDevices, type PrincipalId, type WriterId, writerPrefixOf, writersOf } from "@whisperwell/crypto";
import { attempt } from "../failure.ts";
import { createSubject, type Value } from "../observable.ts";
import type { LogContext } from "./context.ts";
import { metaFields, readHeads, readSeen, type SeenVector, type StoredHead } from "./meta.ts";

export interface Picture {
  readonly heads: ReadonlyMap<WriterId, StoredHead>;
  readonly seen: ReadonlyMap<WriterId, SeenVector>;
  /** Documents a merged backup brought and no relay is known to have. */
  readonly owed: number;
  /** Those among them that are no entries. */
  readonly owedOthers: number;
}
export interface Progress {
  readonly picture$: Value<Picture>;
  readonly refresh: () => Promise<void>;
  /** True when the relay has this writer's envelopes up to wseq. */
  readonly onRelay: (writer: WriterId, wseq: number) => boolean;
  /** True when some writer of the device cites it. A device has always seen what it wrote. */
  readonly hasSeen: (device: PrincipalId, writer: WriterId, wseq: number) => boolean;
  readonly otherDevices: () => readonly PrincipalId[];
  /** The device has seen the last link of each of our writers. */
  readonly isUpToDate: (device: PrincipalId) => boolean;
}

export const createProgress = (context: Pick<LogContext, "store" | "session">): Progress => {
  const { store, session } = context;
  const picture$ = createSubject<Picture>({ heads: new Map(), seen: new Map(), owed: 0, owedOthers: 0 });
  let running: Promise<void> | undefined;
  let again = false;
  const read = async () => {
    const picture = await attempt(() =>
      store.read(["meta"], async (tx) => ({
        heads: await readHeads(tx),
        seen: await readSeen(tx),
        owed: (await metaFields.owed.get(tx)) ?? 0,
        owedOthers: (await metaFields.owedOthers.get(tx)) ?? 0,
      })),
    );
    if (picture.ok) picture$.set(picture.value);
  };
  const reaches = (link: { readonly wseq: number } | undefined, wseq: number) => (link?.wseq ?? -1) >= wseq;
  const hasSeen = (device: PrincipalId, writer: WriterId, wseq: number): boolean => {
    const writers = writersOf(session.membership(), device);
    if (writers.includes(writer)) return true;
    const prefix = writerPrefixOf(writer);
    return writers.some((by) => reaches(picture$.value().seen.get(by)?.get(prefix), wseq));
  };
  const otherDevices = () =>
    liveDevices(session.membership())
      .map(({ id }) => id)
      .filter((id) => id !== session.device.id);
  return {
    picture$,
    refresh: async () => {
      if (running !== undefined) {
        again = true;
        return running;
      }
      running = (async () => {
        do {
          again = false;
          await read();
        } while (again);
      })();
      await running;
      running = undefined;
    },
    onRelay: (writer, wseq) => {
      const head = picture$.value().heads.get(writer);
      return reaches(head?.acknowledged, wseq) || reaches(head?.feed, wseq);
    },
    hasSeen,
    otherDevices,
    isUpToDate: (device) =>
      writersOf(session.membership(), session.device.id).every((writer) => {
        const head = picture$.value().heads.get(writer);
        // Of a frozen writer only what the relay has: the rest was written again by another.
        const wseq = head?.frozen === true ? head.feed?.wseq : head?.wseq;
        return wseq === undefined || hasSeen(device, writer, wseq);
      }),
  };
};
