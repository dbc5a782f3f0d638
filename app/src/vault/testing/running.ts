/** Browsers against a relay on a real port: the clock runs by itself, and a test waits for what it wants to see. */
import { createWebNetwork } from "../../sync/index.ts";
import type { Observable } from "../api.ts";
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
