/**
 * Texts that have no room in an envelope travel as attachments. A commit whose attachment is not here waits: it is
 * fetched in the background, tried again until it came, and then applied as if it had come with its envelope.
 */
import type { AttachmentManifest, DocTag } from "@whisperwell/crypto";
import type { Clock } from "../../sync/ports.ts";

/** Milliseconds until what did not come is asked for again. */
const retryAfter = 30_000;

export interface LatePayloads {
  /** Begins to fetch them unless that is under way; resolves when it was tried once. */
  readonly fetch: (tag: DocTag, lacking: readonly AttachmentManifest[]) => Promise<void>;
  /** Resolves when what is being fetched for this document was tried. */
  readonly tried: (tag: DocTag) => Promise<void>;
  readonly close: () => void;
}
export interface LatePayloadsDeps {
  readonly clock: Pick<Clock, "after">;
  /** True when all of it is kept here. */
  readonly fetchOne: (manifest: AttachmentManifest) => Promise<boolean>;
  readonly onCame: (tag: DocTag) => void;
}

export const createLatePayloads = ({ clock, fetchOne, onCame }: LatePayloadsDeps): LatePayloads => {
  const waiting = new Map<DocTag, readonly AttachmentManifest[]>();
  const running = new Map<DocTag, Promise<void>>();
  let turn: Promise<void> = Promise.resolve();
  let cancelRetry: (() => void) | undefined;
  let closed = false;

  const retryLater = () => {
    if (closed || cancelRetry !== undefined) return;
    cancelRetry = clock.after(retryAfter, () => {
      cancelRetry = undefined;
      for (const [tag, lacking] of waiting) void fetch(tag, lacking);
    });
  };
  const fetchAll = async (tag: DocTag): Promise<void> => {
    const asked = waiting.get(tag) ?? [];
    const left: AttachmentManifest[] = [];
    for (const manifest of asked) {
      if (closed) return;
      // One that does not come keeps none of the others away.
      if (!(await fetchOne(manifest))) left.push(manifest);
    }
    if (left.length === 0) waiting.delete(tag);
    else {
      waiting.set(tag, left);
      retryLater();
    }
    if (!closed && (left.length < asked.length || asked.length === 0)) onCame(tag);
  };
  const fetch: LatePayloads["fetch"] = (tag, lacking) => {
    waiting.set(tag, lacking);
    const known = running.get(tag);
    if (known !== undefined) return known;
    // One document after the other: each may be many megabytes in memory.
    const work = turn.then(() => fetchAll(tag)).finally(() => running.delete(tag));
    turn = work.catch(() => undefined); // whoever asked hears of it
    running.set(tag, work);
    return work;
  };

  return {
    fetch,
    tried: async (tag) => running.get(tag),
    close: () => {
      closed = true;
      cancelRetry?.();
    },
  };
};
