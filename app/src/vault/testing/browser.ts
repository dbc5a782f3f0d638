/** A make-believe browser for tests: one disk, tabs that share locks and signals, a clock that is turned by hand. */
import { ok, type Random, ready, stretchPassphrase } from "@whisperwell/crypto";
import { seededRandom } from "../../../../crypto/src/testing.ts";
import type { Clock, Network } from "../../sync/ports.ts";
import type { EngineDeps } from "../deps.ts";
import { createEngine } from "../engine.ts";
import type { Engine } from "../engine-api.ts";
import { createLockSpace } from "../locks.ts";
import { createMemoryDisk, type MemoryDisk } from "../store/memory.ts";
import { createSignalSpace } from "../tab-signal.ts";

export interface TestClock extends Clock {
  /** Runs what is due, in order, letting promises settle between. */
  readonly advance: (ms: number) => Promise<void>;
}
/** One turn of the event loop: what was only waiting for promises has run. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const createTestClock = (start = Date.UTC(2026, 10, 24, 9)): TestClock => {
  let now = start;
  let timers: { readonly at: number; readonly run: () => void }[] = [];
  return {
    now: () => now,
    after: (ms, run) => {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance: async (ms) => {
      const until = now + ms;
      for (;;) {
        await turn();
        const due = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        timers = timers.filter((other) => other !== due);
        now = Math.max(now, due.at);
        due.run();
      }
      now = until;
      await turn();
    },
  };
};

/** Nothing answers: a device without a network. */
export const noNetwork: Network = {
  dial: (_, events) => {
    queueMicrotask(events.onClose);
    return { send: () => {}, close: () => {}, buffered: () => 0 };
  },
  fetch: () => Promise.reject(new TypeError("no network")),
};

export interface TestBrowser {
  readonly disk: MemoryDisk;
  readonly clock: TestClock;
  readonly random: Random;
  /** A new tab with an engine of its own. */
  readonly tab: () => Promise<Engine & { readonly die: () => void; readonly deps: EngineDeps }>;
  /** The process is gone: every lock is free, no tab hears another. */
  readonly killTabs: () => void;
}

/** Argon2id at the floor costs 0.2 s; most tests are about something else. */
export const quickStretch: EngineDeps["stretch"] = async (passphrase, { salt }) => {
  const { blake2b, utf8 } = await import("@whisperwell/crypto");
  const output = blake2b(64, utf8(passphrase.trim().normalize("NFKC")), salt);
  return ok({ loginSeed: output.slice(0, 32), kek: output.slice(32) });
};
export const realStretch: EngineDeps["stretch"] = async (passphrase, kdf) =>
  stretchPassphrase(passphrase, kdf);

export const createTestBrowser = async (
  seed: number,
  options: {
    readonly clock?: TestClock;
    readonly network?: Network;
    readonly stretch?: EngineDeps["stretch"];
    readonly origin?: string;
  } = {},
): Promise<TestBrowser> => {
  await ready;
  const disk = createMemoryDisk();
  const locks = createLockSpace();
  const signals = createSignalSpace();
  const clock = options.clock ?? createTestClock();
  const random = seededRandom(seed);
  let marked = false;
  const deaths: (() => void)[] = [];
  return {
    disk,
    clock,
    random,
    tab: async () => {
      const tabLocks = locks.tab();
      const signal = signals.tab();
      const die = () => {
        tabLocks.die();
        signal.close();
      };
      deaths.push(die);
      const deps: EngineDeps = {
        store: disk.open(),
        locks: tabLocks,
        signal,
        clock,
        random,
        marker: {
          isSet: async () => marked,
          set: async () => {
            marked = true;
          },
        },
        stretch: options.stretch ?? quickStretch,
        network: options.network ?? noNetwork,
        origin: options.origin ?? "http://localhost:8787",
        appVersion: "test",
      };
      const making = createEngine(deps);
      // A tab that finds a vault asks the others for its key and waits half a second.
      await clock.advance(1000);
      return {
        ...(await making),
        deps,
        die,
      };
    },
    killTabs: () => {
      for (const die of deaths.splice(0)) die();
    },
  };
};

/** The present value of an observable. */
export const now = <T>(value$: { readonly subscribe: (listener: (value: T) => void) => () => void }): T => {
  let present: T | undefined;
  value$.subscribe((value) => {
    present = value;
  })();
  if (present === undefined) throw new Error("an observable without a present value");
  return present;
};
export const must = <T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T => {
  if (!result.ok) throw new Error(`expected ok, got ${JSON.stringify(result.error)}`);
  return result.value;
};
