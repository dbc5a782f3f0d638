import { ready } from "@whisperwell/crypto";
import { beforeAll, expect, test } from "vitest";
import { seededRandom } from "../../../crypto/src/testing.ts";
import { createBackoff, retryFirst, retryMost } from "./backoff.ts";

beforeAll(() => ready);

test("each wait lies below a bound that doubles from 250 ms to 30 s and never beyond", () => {
  const backoff = createBackoff(seededRandom(1));
  for (let failures = 0; failures < 40; failures++) {
    const delay = backoff.next();
    expect(delay).toBeGreaterThanOrEqual(0);
    expect(delay).toBeLessThan(Math.min(retryMost, retryFirst * 2 ** failures));
  }
  backoff.reset();
  expect(backoff.next()).toBeLessThan(retryFirst);
});

test("a thousand devices that lost their relay together come back spread over the whole bound", () => {
  const delays = Array.from({ length: 1000 }, (_, seed) => {
    const backoff = createBackoff(seededRandom(seed));
    for (let failures = 0; failures < 10; failures++) backoff.next();
    return backoff.next();
  });
  const perTenth = Array.from(
    { length: 10 },
    (_, tenth) => delays.filter((delay) => Math.floor(delay / (retryMost / 10)) === tenth).length,
  );
  for (const count of perTenth) expect(count).toBeGreaterThan(60);
});
