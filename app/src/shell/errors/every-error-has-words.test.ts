import { expect, test } from "vitest";
import { alarmTexts } from "../alarms/texts.ts";
import { errorTexts } from "./texts.ts";

const all = [
  ...Object.entries(errorTexts).map(([code, { what, safe, next }]) => ({ code, parts: [what, safe, next] })),
  ...Object.entries(alarmTexts).map(([code, { what, safe, next }]) => ({ code, parts: [what, safe, next] })),
];

test("every error and alarm says in whole sentences what happened, what is safe and what to do", () => {
  expect(all.length).toBeGreaterThan(50);
  for (const { code, parts } of all) for (const part of parts) expect(part, code).toMatch(/^[A-Z].+\.$/s);
});
test("no error shouts, apologises, or speaks of our inside", () => {
  for (const { code, parts } of all)
    expect(parts.join(" "), code).not.toMatch(
      /oops|sorry|!|\bvault\b|\bprincipal\b|\bepoch\b|\bquarantine\b/i,
    );
});
test("every alarm the protocol names has words of its own", () => {
  const named =
    "FORK MEMBERSHIP_FORK WITHHELD BODY_MISSING ROLLBACK ACK_BROKEN RELAY_LOST FEED_CHURN PAGE_INVALID REFUSED WRITER_FORK CLOCK BUG FENCE_CROSSED QUARANTINE EPOCH_UNREADABLE EPOCH_STALE SLOT_CHANGED DEVICE_ADDED UNANCHORED OLD_WORLD STALLED BLOB_INVALID";
  expect(Object.keys(alarmTexts)).toEqual(expect.arrayContaining(named.split(" ")));
});
