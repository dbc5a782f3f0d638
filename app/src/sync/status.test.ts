/** The sync sentence is always true: whatever happens in whatever order, it claims nothing that is not so. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { SyncStatus } from "../vault/api.ts";
import { initialStatus, noCounts, reduceStatus, type SyncEvent } from "./status.ts";

const seed = Number(process.env.SEED ?? 20261124);
const event: fc.Arbitrary<SyncEvent> = fc.oneof(
  fc.constantFrom<SyncEvent>(
    { type: "turned-on" },
    { type: "turned-off" },
    { type: "ready" },
    { type: "lost" },
    { type: "accepted" },
  ),
  fc.constantFrom("quota", "signed-out").map((code): SyncEvent => ({ type: "refused", code })),
  fc.constantFrom("ROLLBACK", "update-needed").map((code): SyncEvent => ({ type: "stopped", code })),
  fc.record({ type: fc.constant("pulled" as const), done: fc.nat(5), total: fc.nat(5) }),
  fc.record({
    type: fc.constant("counted" as const),
    counts: fc.record({
      waitingEntries: fc.nat(3),
      waitingOthers: fc.nat(2),
      waitingFiles: fc.nat(3),
      otherDevices: fc.nat(3),
      upToDateDevices: fc.nat(3),
    }),
  }),
);

/** What is so, kept apart from the reducer: is there a connection that reached READY, and may it say so? */
const truthAfter = (events: readonly SyncEvent[]) => {
  let connected = false;
  let on = false;
  let stopped = false;
  for (const { type } of events) {
    if (type === "turned-on") [on, connected, stopped] = [true, false, false];
    if (type === "turned-off") [on, connected, stopped] = [false, false, false];
    if (type === "ready") connected = on;
    if (type === "lost") connected = false;
    if (type === "stopped" && on) stopped = true;
  }
  return { connected, on, stopped };
};

test(`online is said only of a connection that is there, whatever happened before (seed ${seed})`, () =>
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (drawn) => {
      // `accepted` and `refused` of the sending side happen only on a connection; `pulled` too.
      const events = drawn.filter((next, i) => {
        const { connected } = truthAfter(drawn.slice(0, i));
        return connected || !["accepted", "pulled"].includes(next.type);
      });
      let status: SyncStatus = initialStatus(0);
      for (const [at, next] of events.entries()) {
        const before = status;
        status = reduceStatus(status, next, at + 1);
        const { connected, on, stopped } = truthAfter(events.slice(0, at + 1));
        expect(status.link === "off").toBe(!on);
        expect(status.link === "stopped").toBe(stopped);
        if (status.link === "online") expect(connected).toBe(true);
        if (status.link === "offline" || status.link === "connecting") expect(connected).toBe(false);
        expect(status.code !== undefined).toBe(status.link === "refused" || status.link === "stopped");
        if (status.pulling)
          expect([status.link, status.pulling.done < status.pulling.total]).toEqual(["online", true]);
        expect(status.since).toBe(status.link === before.link ? before.since : at + 1);
      }
    }),
    { seed, numRuns: 2000 },
  ));

test("offline names the moment the relay was last there, however often it was tried again", () => {
  let status = initialStatus(0);
  for (const [type, now] of [
    ["turned-on", 1],
    ["ready", 2],
    ["lost", 3],
    ["lost", 4],
    ["lost", 5],
  ] as const)
    status = reduceStatus(status, { type }, now);
  expect(status).toEqual({ link: "offline", since: 3, ...noCounts });
});
