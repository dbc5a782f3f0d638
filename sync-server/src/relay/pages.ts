/** SUB and FETCH: reading the feed, as fast as the client grants credit. */
import type { VaultId } from "@whisperwell/crypto";
import { batchBytesMost, batchItemsMost, creditAtStart, type Frame, type Item } from "../wire/index.ts";
import type { RelayContext } from "./context.ts";

const bounds = { bytes: batchBytesMost, items: batchItemsMost };
/** More than this is not kept waiting: a client that grants without end gains nothing. */
export const creditMost = 4 << 20;

type FrameOf<Type extends Frame["type"]> = Frame & { readonly type: Type };

/** `send` answers how many bytes the frame took. */
export const createPages = (context: RelayContext, send: (frame: Frame) => number) => {
  let credit = creditAtStart;
  let run = 0;
  let stopped = false;
  let waiting: (() => void)[] = [];
  let reading: Promise<void> = Promise.resolve();
  const starved = Promise.withResolvers<void>();

  const resume = (): void => {
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  };
  const granted = async (): Promise<void> => {
    if (credit <= 0) starved.resolve();
    while (credit <= 0 && !stopped) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const spend = (frame: Frame): void => {
    credit -= send(frame);
  };
  /** One read at a time, in the order asked. */
  const inTurn = (read: () => Promise<void>): Promise<void> => {
    reading = reading.then(read);
    return reading;
  };

  const follow = async (vaultId: VaultId, sub: FrameOf<"sub">, mine: number): Promise<void> => {
    let from = sub.cursor.seq + 1;
    for (;;) {
      await granted();
      if (stopped || mine !== run) return;
      const page = await context.store.page(vaultId, from, sub.bodies, bounds);
      if (page === undefined || stopped || mine !== run) return;
      const to = from + page.items.length - 1;
      const more = page.items.length > 0 && to < page.head;
      spend({ type: "page", from, to, items: page.items, more, head: page.head });
      if (!more) return;
      from = to + 1;
    }
  };

  const answer = async (vaultId: VaultId, wanted: FrameOf<"fetch">["wanted"]): Promise<void> => {
    for (let after: number | undefined = 0; after !== undefined; ) {
      await granted();
      if (stopped) return;
      const part: { readonly items: readonly Item[]; readonly next: number | undefined } =
        await context.store.bodies(vaultId, wanted, after, bounds);
      if (part.items.length > 0) spend({ type: "bodies", items: part.items });
      after = part.next;
    }
    spend({ type: "bodies", items: [] });
  };

  return {
    /** Replaces a run still going on. */
    subscribe: (vaultId: VaultId, sub: FrameOf<"sub">): Promise<void> => {
      run += 1;
      const mine = run;
      resume();
      return inTurn(() => follow(vaultId, sub, mine));
    },
    fetch: (vaultId: VaultId, { wanted }: FrameOf<"fetch">): Promise<void> =>
      inTurn(() => answer(vaultId, wanted)),
    credit: (bytes: number): void => {
      credit = Math.min(creditMost, credit + bytes);
      resume();
    },
    /** Everything asked was sent, or the credit ran out once. */
    settled: (): Promise<void> => Promise.race([reading, starved.promise]),
    stop: (): void => {
      stopped = true;
      resume();
    },
  };
};
