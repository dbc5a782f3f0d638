/** Why the relay did not take something, and which of four things a client does about it. */
export const refusals = {
  busy: "retryable",
  rate: "retryable",
  halted: "retryable",
  conflict: "retryable",
  gap: "retryable",
  fork: "re-emit",
  epoch: "re-emit",
  fence: "re-emit",
  quota: "needs-user",
  "signed-out": "needs-user",
  upgrade: "needs-user",
  closed: "needs-user",
  revoked: "needs-user",
  malformed: "bug",
  "too-big": "bug",
  signature: "bug",
  record: "bug",
  covers: "bug",
} as const satisfies Record<string, "retryable" | "re-emit" | "needs-user" | "bug">;

export type RefusalCode = keyof typeof refusals;
export type RefusalClass = (typeof refusals)[RefusalCode];

/** undefined for a code this version does not know: treat it as `busy`, never as done. */
export const parseRefusal = (code: string): RefusalCode | undefined =>
  Object.hasOwn(refusals, code) ? (code as RefusalCode) : undefined;
