/** The rules of a pairing mailbox: two sides, five messages, ten minutes; whoever joined first is the only A. */
import { mailboxLives, mailboxMessagesMost } from "../wire/index.ts";
import type { MailboxRecord } from "./port.ts";

export type MailboxAnswer =
  | { readonly code: "open"; readonly record: MailboxRecord; readonly side: "O" | "A" }
  | { readonly code: "closed" }
  | { readonly code: "not-found" | "taken" | "full" | "conflict" };
export type MailboxStep =
  | { readonly op: "open" | "join" | "get" | "close"; readonly token: string }
  | { readonly op: "put"; readonly token: string; readonly n: number; readonly message: string };
interface Change {
  readonly kept: MailboxRecord | undefined;
  readonly answer: MailboxAnswer;
}

const put = (record: MailboxRecord, side: "O" | "A", n: number, message: string): Change => {
  const held = record.messages[n];
  if (held) {
    const same = held.from === side && held.message === message;
    return { kept: record, answer: same ? { code: "open", record, side } : { code: "conflict" } };
  }
  if (n >= mailboxMessagesMost) return { kept: record, answer: { code: "full" } };
  if (n !== record.messages.length) return { kept: record, answer: { code: "conflict" } };
  const kept = { ...record, messages: [...record.messages, { from: side, message }] };
  return { kept, answer: { code: "open", record: kept, side } };
};

/** not-found: never opened, expired, closed, or asked for by a third party. */
export const stepMailbox = (record: MailboxRecord | undefined, step: MailboxStep, now: number): Change => {
  if (step.op === "open" && record === undefined) {
    const made = { expiresAt: now + mailboxLives, o: step.token, a: undefined, messages: [] };
    return { kept: made, answer: { code: "open", record: made, side: "O" } };
  }
  if (record === undefined) return { kept: undefined, answer: { code: "not-found" } };
  if (step.op === "join" && record.a === undefined && step.token !== record.o) {
    const joined = { ...record, a: step.token };
    return { kept: joined, answer: { code: "open", record: joined, side: "A" } };
  }
  const side = step.token === record.o ? "O" : step.token === record.a ? "A" : undefined;
  if (side === undefined) {
    const code = step.op === "open" || step.op === "join" ? "taken" : "not-found";
    return { kept: record, answer: { code } };
  }
  if (step.op === "close") return { kept: undefined, answer: { code: "closed" } };
  if (step.op === "put") return put(record, side, step.n, step.message);
  return { kept: record, answer: { code: "open", record, side } };
};
