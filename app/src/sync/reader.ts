/**
 * Follows the feed: asks from the cursor, hands each page to the log, asks again when there is more.
 * I3  The cursor moves only in the log's transaction with a verified page; nothing here remembers it across connections.
 * A WAKE or PING is a hint that the head moved; a lost one costs nothing but the wait for the next.
 *
 * [Note: What a page's head is held against]
 * The relay reads a page after it heard our SUB, so the page knows every head that came here before that SUB was sent,
 * and every head of an earlier page of the same run: a lower one is a rollback. A head heard while the run is under way
 * says nothing of pages that were read before it; the run after this one is held against it.
 */
import type { FeedEpoch } from "@whisperwell/crypto";
import { creditAtStart, type Frame, type Payloads } from "@whisperwell/sync-server/wire";
import { createGuard } from "./guard.ts";
import { type FetchBodies, withBodies } from "./page-bodies.ts";
import type { LogPort, PageFault } from "./ports.ts";

/** `rollback`: a head behind one this feed epoch already had. */
export type ReadFault =
  | PageFault
  | { readonly code: "rollback"; readonly what: string; readonly head: number };
export interface ReaderDeps {
  readonly log: Pick<LogPort, "position" | "applyPage">;
  readonly send: (frame: Frame) => void;
  readonly feedEpoch: FeedEpoch;
  /** Head of READY. */
  readonly head: number;
  readonly onFault: (fault: ReadFault) => void;
  /** Bodies of commits that a page showed as stubs. */
  readonly fetchBodies: FetchBodies;
  /** After each page that was stored. */
  readonly onProgress: (applied: number, head: number) => void;
}
export interface Reader {
  /** Asks from the cursor unless a run is on its way, and answers when the end of the feed was stored. */
  readonly pull: () => Promise<void>;
  readonly page: (page: Payloads["page"], bytes: number) => void;
  readonly announce: (head: number) => void;
  /** What BODIES took of the relay's credit. */
  readonly spend: (bytes: number) => void;
  /** Nothing is asked or stored any more; who waits for a pull waits no longer. */
  readonly end: () => void;
}

/** Credit goes back in quarters, so that small pages cost no frame of their own. */
const creditStep = creditAtStart / 4;

export const createReader = (deps: ReaderDeps): Reader => {
  const { log, send, feedEpoch, onFault } = deps;
  const pages: { readonly page: Payloads["page"]; readonly bytes: number }[] = [];
  let head = deps.head;
  /** See [Note: What a page's head is held against]. */
  let floor = 0;
  let applied = 0;
  let state: "resting" | "asked" | "ended" = "resting";
  let draining = false;
  /** The log heard that the run is at its end: only then can it tell what is withheld. */
  let settled = false;
  /** There is a cursor of this feed epoch. */
  let begun = false;
  let owed = 0;
  let askAgain = false;
  let waiting: (() => void)[] = [];

  const spend = (bytes: number) => {
    owed += bytes;
    if (owed < creditStep || state === "ended") return;
    send({ type: "credit", bytes: owed });
    owed = 0;
  };
  const end = () => {
    state = "ended";
    pages.length = 0;
    for (const resolve of waiting.splice(0)) resolve();
  };
  const hasEnded = () => state === "ended";
  const fail = (fault: ReadFault) => {
    if (state === "ended") return;
    end();
    onFault(fault);
  };

  const guard = createGuard((cause) => fail({ code: "storage", cause }));

  const ask = async () => {
    state = "asked";
    askAgain = false;
    const { cursor } = await log.position();
    if (state !== "asked") return;
    begun = cursor?.feedEpoch === feedEpoch;
    applied = begun ? (cursor?.seq ?? 0) : 0;
    floor = head;
    send({ type: "sub", cursor: { feedEpoch, seq: applied }, bodies: { kind: "all" } });
  };

  const rest = () => {
    state = "resting";
    if (askAgain || head > applied) return guard(ask());
    for (const resolve of waiting.splice(0)) resolve();
  };

  /** What a page says of itself, before the log judges what it holds. */
  const shapeFault = ({ from, to, items, more, head: pageHead }: Payloads["page"]): string | undefined => {
    if (from !== applied + 1) return "page-from";
    if (to !== from + items.length - 1 || to > pageHead) return "page-to";
    if (more ? items.length === 0 : to < pageHead && items.length === 0) return "page-empty";
    return undefined;
  };

  const apply = async ({ page, bytes }: { readonly page: Payloads["page"]; readonly bytes: number }) => {
    const { from, to, items, more } = page;
    if (page.head < floor) return fail({ code: "rollback", what: "head", head: page.head });
    const detail = shapeFault(page);
    if (detail !== undefined) return fail({ code: "page-invalid", detail });
    floor = page.head;
    head = Math.max(head, page.head);
    if (items.length > 0 || (begun && !settled)) {
      const complete = await withBodies(items, deps.fetchBodies);
      if (hasEnded()) return;
      const stored = await log.applyPage({
        feedEpoch,
        from,
        to,
        items: complete.map((item) => ({ form: item.kind, bytes: item.bytes })),
        more,
        head: page.head,
      });
      if (!stored.ok) return fail(stored.error);
      if (hasEnded()) return;
      begun = true;
      settled = !more;
      applied = to;
      deps.onProgress(applied, head);
    }
    spend(bytes);
    if (!more) rest();
  };

  const drain = async () => {
    if (draining) return;
    draining = true;
    try {
      for (let next = pages.shift(); next !== undefined; next = pages.shift()) await apply(next);
    } finally {
      draining = false;
    }
  };

  return {
    pull: () => {
      if (state === "ended") return Promise.resolve();
      const caught = new Promise<void>((resolve) => {
        waiting = [...waiting, resolve];
      });
      if (state === "resting") guard(ask());
      else askAgain = true; // the run on its way may end before what the caller waits for
      return caught;
    },
    page: (page, bytes) => {
      if (state === "ended") return;
      if (state === "resting") return fail({ code: "page-invalid", detail: "page-unasked" });
      pages.push({ page, bytes });
      guard(drain());
    },
    announce: (announced) => {
      if (state === "ended") return;
      if (announced === applied && head === applied) return;
      head = Math.max(head, announced);
      // A relay may announce what it knew before the page it read; a page that is asked for now tells which it was.
      if (state === "resting") guard(ask());
      else if (announced < applied) askAgain = true;
    },
    spend,
    end,
  };
};
