/** The pairing's way through the relay: a mailbox of five short messages that lives ten minutes (docs/protocol.md). */
import { type Bytes, fromBase64Url, type Result, toBase64Url } from "@whisperwell/crypto";
import { longPollMost, type PairMessage, type PairRequest, paths } from "@whisperwell/sync-server/wire";
import { type HttpFailure, requestJson } from "./http-request.ts";
import type { Network } from "./ports.ts";

export interface MailboxMessage {
  readonly n: number;
  readonly from: "O" | "A";
  readonly message: Bytes;
}
export interface MailboxState {
  /** Milliseconds until the mailbox is gone. */
  readonly expiresIn: number;
  readonly joined: boolean;
  readonly messages: readonly MailboxMessage[];
}
export interface Mailbox {
  /** As the side that shows the code. */
  readonly open: (signal?: AbortSignal) => Promise<Result<MailboxState, HttpFailure>>;
  /** As the side that opened the code; `taken` when someone else did before. */
  readonly join: (signal?: AbortSignal) => Promise<Result<MailboxState, HttpFailure>>;
  /** `n` counts all messages of both sides from 0. Putting the same again changes nothing. */
  readonly put: (
    n: number,
    message: Uint8Array,
    signal?: AbortSignal,
  ) => Promise<Result<MailboxState, HttpFailure>>;
  /** Messages from `after` on, both sides'. Waits up to 25 s for the first; an empty answer is not an error. */
  readonly get: (after: number, signal?: AbortSignal) => Promise<Result<MailboxState, HttpFailure>>;
  /** Asks until message `n` is there; fails when the mailbox is gone, or with the signal. */
  readonly waitFor: (n: number, signal?: AbortSignal) => Promise<Result<MailboxMessage, HttpFailure>>;
  readonly close: () => Promise<Result<MailboxState, HttpFailure>>;
}

const parseMessage = (value: unknown): MailboxMessage | undefined => {
  const { n, from, message } = (value ?? {}) as Partial<PairMessage>;
  const bytes = typeof message === "string" ? fromBase64Url(message) : undefined;
  return Number.isSafeInteger(n) && (from === "O" || from === "A") && bytes !== undefined
    ? { n: n as number, from, message: bytes }
    : undefined;
};
const parseState = (value: Readonly<Record<string, unknown>>): MailboxState | undefined => {
  const { expiresIn, joined, messages = [] } = value;
  if (!Number.isSafeInteger(expiresIn) || typeof joined !== "boolean" || !Array.isArray(messages))
    return undefined;
  const parsed = messages.map(parseMessage);
  return parsed.every((message) => message !== undefined)
    ? { expiresIn: expiresIn as number, joined, messages: parsed }
    : undefined;
};

/** `ch` is the code's mailbox id (hex); `token` 16 random bytes (hex) of this side alone. */
export const createMailbox = (
  network: Pick<Network, "fetch">,
  { origin, ch, token }: { readonly origin: string; readonly ch: string; readonly token: string },
): Mailbox => {
  const ask = (json: PairRequest, signal?: AbortSignal) =>
    requestJson(
      network,
      { method: "POST", url: origin + paths.pair, json, ...(signal === undefined ? {} : { signal }) },
      parseState,
    );
  const get: Mailbox["get"] = (after, signal) =>
    ask({ op: "get", ch, token, after, wait: longPollMost }, signal);
  return {
    open: (signal) => ask({ op: "open", ch, token }, signal),
    join: (signal) => ask({ op: "join", ch, token }, signal),
    put: (n, message, signal) => ask({ op: "put", ch, token, n, message: toBase64Url(message) }, signal),
    get,
    waitFor: async (n, signal) => {
      for (;;) {
        const state = await get(n, signal);
        if (!state.ok) return state;
        const message = state.value.messages.find((candidate) => candidate.n === n);
        if (message !== undefined) return { ok: true, value: message };
        if (signal?.aborted === true) return { ok: false, error: { code: "cancelled" } };
      }
    },
    close: () => ask({ op: "close", ch, token }),
  };
};
