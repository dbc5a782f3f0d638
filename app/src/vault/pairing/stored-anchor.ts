/**
 * The anchor of a device that joined, kept from the transaction that stored its keys until its journal reaches it. A crash
 * while receiving forgets neither what the holder vouched for nor that nothing is sent before it is here.
 */
import { type Anchor, ok, parseFeedEpoch, parseHash, parseWriterId } from "@whisperwell/crypto";
import type { LogPort } from "../../sync/ports.ts";
import { fieldsOf, isCount } from "../checked.ts";
import { attempt } from "../failure.ts";
import { type MetaTx, metaField, metaFields } from "../log/meta.ts";
import type { VaultStore } from "../store/port.ts";
import type { Unlocked } from "../unlocked.ts";
import { reachesHeads } from "./pull.ts";

export type StoredAnchor = Pick<Anchor, "heads" | "feedEpoch" | "seq">;

const parseHeads = (value: unknown): Anchor["heads"] | undefined => {
  if (!Array.isArray(value)) return undefined;
  const heads = value.flatMap((item: unknown) => {
    const fields = fieldsOf(item);
    const writerId = parseWriterId(fields?.writerId);
    const hash = parseHash(fields?.hash);
    return writerId && hash && isCount(fields?.wseq) ? [{ writerId, wseq: fields.wseq, hash }] : [];
  });
  return heads.length === value.length ? heads : undefined;
};
export const anchorField = metaField("anchor", (value): StoredAnchor | undefined => {
  const fields = fieldsOf(value);
  const feedEpoch = parseFeedEpoch(fields?.feedEpoch);
  const heads = parseHeads(fields?.heads);
  return feedEpoch && heads && isCount(fields?.seq) ? { heads, feedEpoch, seq: fields.seq } : undefined;
});
const isJoining = async (tx: MetaTx): Promise<boolean> => (await anchorField.read(tx)).state !== "absent";

/** Reached: what waits may go. */
export const anchorReached = async ({ context }: Unlocked): Promise<void> => {
  await context.store.write(["meta"], "strict", (tx) => tx.meta.delete([anchorField.name]));
  context.events.emit({ type: "outbox" });
  context.look([]); // other tabs hold back as well
};

const readJoining = async (store: VaultStore): Promise<boolean> => {
  const joining = await attempt(() => store.read(["meta"], isJoining));
  return joining.ok && joining.value;
};

export interface JoiningWatch {
  /** True while the anchor of this device is not reached. */
  readonly joining: () => boolean;
  readonly load: () => Promise<void>;
  readonly stop: () => void;
}
/** Says when this device has become one like the others; it never goes back to joining. */
export const watchJoining = ({ store, events }: Unlocked["context"], onJoined: () => void): JoiningWatch => {
  let joining = false;
  const load = async () => {
    const before = joining;
    joining = await readJoining(store);
    if (before && !joining) onJoined();
  };
  const stop = events.on(() => {
    if (joining) void load();
  });
  return { joining: () => joining, load, stop };
};

/** While the anchor is not reached nothing is taken to be sent, and nothing is said of this device. */
export const holdBack = (log: LogPort, store: VaultStore): LogPort => {
  /** Also while it cannot be read whether it is. */
  const joins = async () => {
    const joining = await attempt(() => store.read(["meta"], isJoining));
    return !joining.ok || joining.value;
  };
  const { owes, outbox } = log;
  return {
    ...log,
    joins,
    ...(owes && { owes: async () => ((await joins()) ? 0 : owes()) }),
    outbox: { ...outbox, take: async (maxRuns) => ((await joins()) ? ok([]) : outbox.take(maxRuns)) },
  };
};

/** For a device that was interrupted while it received: looks with each page whether the journal is what was promised. */
export const watchAnchor = (unlocked: Unlocked): void => {
  const { context, alarms } = unlocked;
  const look = async () => {
    const read = await attempt(() =>
      context.store.read(["meta"], async (tx) => ({
        anchor: await anchorField.get(tx),
        cursor: await metaFields.cursor.get(tx),
      })),
    );
    if (!read.ok) return;
    const { anchor, cursor } = read.value;
    if (anchor === undefined) return stop();
    if (await reachesHeads(context.store, anchor)) {
      stop();
      return anchorReached(unlocked);
    }
    if (cursor?.feedEpoch === anchor.feedEpoch && cursor.seq >= anchor.seq)
      await alarms.raise("OLD_WORLD", { seq: anchor.seq });
  };
  const stop = context.events.on((event) => {
    if (event.type === "progress") void look();
  });
  void look();
};
