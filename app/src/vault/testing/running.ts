/** Browsers against a relay on a real port: the clock runs by itself, and a test waits for what it wants to see. */
import { createWebNetwork } from "../../sync/index.ts";
import type { Observable } from "../api.ts";
import type { Engine } from "../engine-api.ts";
import { createTestBrowser, type TestBrowser, type TestClock } from "./browser.ts";

const runningClock: TestClock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  advance: async () => undefined,
};
export const createRunningBrowser = (
  seed: number,
  origin: string,
  network = createWebNetwork(),
): Promise<TestBrowser> => createTestBrowser(seed, { clock: runningClock, network, origin });

/** The first value from now on that is as wanted; says what came instead when none does within 8 s. */
export const seen = <T, Wanted extends T>(
  value$: Observable<T>,
  isWanted: (value: T) => value is Wanted,
): Promise<Wanted> =>
  new Promise((resolve, reject) => {
    const values: T[] = [];
    let stop: () => void = () => undefined;
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`not seen; ${JSON.stringify(values.slice(-8))}`));
    }, 8000);
    let done = false;
    stop = value$.subscribe((value) => {
      values.push(value);
      if (done || !isWanted(value)) return;
      done = true;
      clearTimeout(timer);
      resolve(value);
    });
    if (done) stop();
  });
export const seenStep = <T extends { readonly step: string }, Step extends T["step"]>(
  step$: Observable<T>,
  step: Step,
): Promise<Extract<T, { readonly step: Step }>> =>
  seen(step$, (value): value is Extract<T, { readonly step: Step }> => value.step === step);

/** Follows what an engine lists until it is as wanted. */
const listed = async (engine: Pick<Engine, "rows$">, isWanted: (titles: readonly string[]) => boolean) => {
  const titles = new Map<string, string>();
  await seen(engine.rows$, (change): change is typeof change => {
    if (change.type === "all") titles.clear();
    for (const row of change.type === "all" ? change.rows : change.upsert) titles.set(row.docId, row.title);
    return isWanted([...titles.values()]);
  });
};
/** Resolves once the engine lists so many entries. */
export const lists = (engine: Pick<Engine, "rows$">, count: number): Promise<void> =>
  listed(engine, ({ length }) => length === count);
/** Resolves once these are the titles of all entries; given sorted. */
export const listsTitles = (engine: Pick<Engine, "rows$">, wanted: readonly string[]): Promise<void> =>
  listed(engine, (titles) => JSON.stringify([...titles].sort()) === JSON.stringify(wanted));
/** Resolves once the engine is online and no entry waits. */
export const isThrough = (engine: Pick<Engine, "sync$">) =>
  seen(
    engine.sync$,
    (status): status is typeof status => status.link === "online" && status.waitingEntries === 0,
  );
