/**
 * Temporal, the platform's own where it has one. The polyfill is fetched only where it has not: most browsers of today, and
 * 20 kB of everyone else's first visit, do without it.
 */
import type { Temporal as Polyfill } from "temporal-polyfill";

type TemporalApi = typeof Polyfill;
const native = (globalThis as { readonly Temporal?: TemporalApi }).Temporal;

export const Temporal: TemporalApi = native ?? (await import("temporal-polyfill")).Temporal;
export type { Temporal as TemporalTypes } from "temporal-polyfill";
