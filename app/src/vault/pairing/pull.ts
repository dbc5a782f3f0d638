/** Follows the feed until everything an anchor names is here. Less than that is an old world, and is not believed. */
import { type Anchor, err, ok, type Result } from "@whisperwell/crypto";
import type { Clock } from "../../sync/ports.ts";
import type { PairingError, Progress } from "../api.ts";
import type { OpenVault } from "../engine.ts";
import { attempt } from "../failure.ts";
import { metaFields } from "../log/meta.ts";
import type { VaultStore } from "../store/port.ts";

/** Milliseconds without any progress until the relay counts as unreachable. */
const patience = 60_000;

/** Every head the anchor names is in our log, under the same hash. */
export const reachesHeads = async (store: VaultStore, { heads }: Pick<Anchor, "heads">): Promise<boolean> => {
  const read = await store.read(["log"], (tx) =>
    tx.log.getMany(heads.map(({ writerId, wseq, hash }) => [writerId, wseq, hash.slice(0, 16)] as const)),
  );
  return read.ok && read.value.every((record, index) => record?.hash === heads[index]?.hash);
};

const seqNow = async (store: VaultStore): Promise<number> => {
  const cursor = await attempt(() => store.read(["meta"], metaFields.cursor.get));
  return cursor.ok ? (cursor.value?.seq ?? 0) : 0;
};

export const pullToAnchor = async (
  { clock, store }: { readonly clock: Clock; readonly store: VaultStore },
  { unlocked, sync }: OpenVault,
  relay: string,
  anchor: Anchor,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<Result<void, PairingError>> => {
  await sync.use(relay);
  const pulled = await new Promise<"there" | "cancelled" | "silent" | "stopped">((resolve) => {
    let cancelWait = () => {};
    const stops: (() => void)[] = [];
    const end = (how: "there" | "cancelled" | "silent" | "stopped") => {
      cancelWait();
      for (const stop of stops) stop();
      resolve(how);
    };
    const wait = () => {
      cancelWait();
      cancelWait = clock.after(patience, () => end("silent"));
    };
    const look = async () => {
      const seq = await seqNow(store);
      onProgress({ done: Math.min(seq, anchor.seq), total: anchor.seq });
      if (seq >= anchor.seq) end("there");
    };
    wait();
    signal.addEventListener("abort", () => end("cancelled"), { once: true });
    stops.push(
      unlocked.context.events.on((event) => {
        if (event.type !== "progress") return;
        wait();
        void look();
      }),
    );
    stops.push(
      sync.sync$.subscribe(({ link }) => {
        if (link === "stopped") queueMicrotask(() => end("stopped"));
      }),
    );
    void look();
  });
  if (pulled === "cancelled") return err({ code: "cancelled" });
  // A relay that is there and has no more to show than this shows less than the holder had.
  if (pulled === "silent")
    return err({ code: sync.sync$.value().link === "online" ? "old-world" : "relay-unreachable" });
  if (pulled === "stopped") return err({ code: "tampered" });
  await unlocked.settled();
  if (await reachesHeads(store, anchor)) return ok(undefined);
  await unlocked.alarms.raise("OLD_WORLD", { seq: anchor.seq });
  return err({ code: "old-world" });
};
