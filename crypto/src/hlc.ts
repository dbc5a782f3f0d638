/**
 * Hybrid logical clock: u48 ms ‖ u16 count. It orders lists and picks which row is shown, nothing else; acceptance and
 * Yjs never use it, so a wrong clock costs order, not words. Kept as 16 hex digits, whose text order is its order.
 */
import type { Brand } from "./ids.ts";
import { assert } from "./result.ts";

export type Hlc = Brand<string, "Hlc">;

export const zeroHlc = "0".repeat(16) as Hlc;
/** A received clock counts at most this far ahead of ours. */
export const maxHlcLeadMs = 10 * 60 * 1000;
const maxMs = 2 ** 48 - 1;

export const hlcOf = (ms: number, count = 0): Hlc => {
  assert(
    Number.isSafeInteger(ms) && ms >= 0 && ms <= maxMs && count >= 0 && count <= 0xffff,
    "a clock fits its fields",
  );
  return (ms.toString(16).padStart(12, "0") + count.toString(16).padStart(4, "0")) as Hlc;
};
export const parseHlc = (text: unknown): Hlc | undefined =>
  typeof text === "string" && /^[0-9a-f]{16}$/.test(text) ? (text as Hlc) : undefined;
/** Milliseconds since 1970 by the author's clock. */
export const hlcMs = (hlc: Hlc): number => Number.parseInt(hlc.slice(0, 12), 16);
export const hlcCount = (hlc: Hlc): number => Number.parseInt(hlc.slice(12), 16);

/** own + 1, a full count running over into the milliseconds. */
const after = (hlc: Hlc): Hlc =>
  hlcCount(hlc) < 0xffff ? hlcOf(hlcMs(hlc), hlcCount(hlc) + 1) : hlcOf(hlcMs(hlc) + 1);
const later = (a: Hlc, b: Hlc): Hlc => (a > b ? a : b);

export interface HlcInputs {
  /** The last one this device wrote. */
  readonly own: Hlc;
  readonly nowMs: number;
  /** The highest one seen from others. */
  readonly received?: Hlc;
}
/** max(own + 1, clock, received), where received counts at most clock + 10 min. */
export const nextHlc = ({ own, nowMs, received = zeroHlc }: HlcInputs): Hlc => {
  const clock = hlcOf(Math.min(Math.max(0, Math.floor(nowMs)), maxMs));
  const bound = hlcOf(Math.min(hlcMs(clock) + maxHlcLeadMs, maxMs));
  return later(later(after(own), clock), received > bound ? bound : received);
};
/** True when an author's clock is further ahead than is believed: shown as CLOCK. */
export const isHlcAhead = (received: Hlc, nowMs: number): boolean => hlcMs(received) > nowMs + maxHlcLeadMs;
