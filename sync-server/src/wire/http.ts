/**
 * The relay's HTTP, as both ends type it. JSON; ids in hex, other bytes as unpadded base64url; errors are
 * `application/problem+json` with a stable `code`. No id or token ever stands in a URL.
 */
import type { BlobId, FeedEpoch, Hash, PrincipalId, VaultId } from "@whisperwell/crypto";

export const paths = {
  /** WebSocket, subprotocol `ww.sync.1`; by POST the same frames where sockets are blocked. */
  sync: "/v1/sync",
  signIn: "/v1/signin",
  recover: "/v1/recover",
  account: "/v1/account",
  auth: "/v1/sync/auth",
  vaults: "/v1/vaults",
  pair: "/v1/pair",
  blobs: "/v1/blobs",
  about: "/v1/about",
} as const;

/** `record`: the membership records do not hold together. `taken`: the mailbox has its A. `full`: it has 5 messages. */
export type ProblemCode =
  | "malformed"
  | "too-big"
  | "not-found"
  | "record"
  | "conflict"
  | "closed"
  | "invite"
  | "rate"
  | "busy"
  | "quota"
  | "signed-out"
  | "revoked"
  | "signature"
  | "upgrade"
  | "taken"
  | "full"
  | "internal";
/** RFC 9457. retryAfter in ms. */
export interface Problem {
  readonly type: "about:blank";
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly retryAfter?: number;
}

/** GET about: what a client may know before it has a vault here. */
export interface AboutAnswer {
  readonly name: "whisperwell-relay";
  readonly registration: "open" | "invite" | "closed";
  readonly versions: readonly number[];
}

/**
 * POST vaults: whole membership envelopes from mseq 0 on (genesis alone, or with epoch 0 and slots). The same request
 * again is answered the same way; what is already known is compared, what follows is added.
 * 201 made, 200 known. Refused: record, conflict, closed, invite, rate, too-big.
 */
export interface CreateVaultRequest {
  readonly records: readonly string[];
  readonly invite?: string;
}
export interface CreateVaultAnswer {
  readonly vaultId: VaultId;
  readonly feedEpoch: FeedEpoch;
  readonly head: number;
}

/**
 * POST auth, twice. First `{ hello }`, a HELLO frame, gives a CHALLENGE frame; then all three frames and the scope
 * give a token. The challenge lives 60 s and is spent by the token it gave.
 */
export type TokenScope = "blob" | "sync" | "push" | "account";
export type AuthRequest =
  | { readonly hello: string }
  | { readonly hello: string; readonly challenge: string; readonly auth: string; readonly scope: TokenScope };
export type AuthAnswer =
  | { readonly challenge: string }
  /** expiresIn in ms. `ready`, a READY frame, comes with the scope `sync`. */
  | { readonly token: string; readonly expiresIn: number; readonly ready?: string };

/**
 * POST sync, with a token of scope `sync` or `push`: frames of `encodeFrames` for frames. SUB, FETCH and APPEND are
 * answered as over a socket, as far as the credit of a new connection goes; the last frame is a PING. `wait` (ms, at
 * most 25 s) holds the answer back while there is nothing to say and the feed is not past `head`. `push` may only
 * APPEND, envelopes of its own device's writers. Who is no member any more gets GOAWAY.
 */
export const syncHeaders = { wait: "ww-wait", head: "ww-head" } as const;

/** POST signin, twice: the handle for salt and nonce, then the login key's signature for vault and slot. */
export type SignInRequest =
  | { readonly handle: string }
  | { readonly handle: string; readonly nonce: string; readonly signature: string };
export type SignInAnswer =
  | { readonly salt: string; readonly nonce: string }
  | { readonly vaultId: VaultId; readonly slot: string };
/** POST recover. */
export interface RecoverRequest {
  readonly lookupId: string;
}
export interface RecoverAnswer {
  readonly vaultId: VaultId;
}

/**
 * POST account, with a token of scope `account`. `export` answers every PAGE of the feed, as `encodeFrames` writes
 * them. `delete` needs a live slot's co-signature of type 255 over the nonce that `nonce` gave, spent once.
 * `set-sign-in`: the slot's hash must stand in the log; one handle a journal. Refused: taken, record.
 */
export type AccountRequest =
  | { readonly op: "devices" | "export" | "nonce" | "remove-sign-in" }
  | {
      readonly op: "set-sign-in";
      readonly handle: string;
      readonly loginKey: string;
      readonly slot: string;
    }
  | {
      readonly op: "delete";
      readonly nonce: string;
      readonly cosignerId: string;
      readonly signature: string;
    };
export interface AccountDevices {
  readonly devices: readonly {
    readonly principalId: PrincipalId;
    readonly kind: string;
    readonly live: boolean;
    /** Connected to the relay that answers. */
    readonly online: boolean;
  }[];
  readonly handle?: string;
  readonly head: number;
  readonly used: { readonly bytes: number; readonly items: number };
  readonly quota: { readonly bytes: number; readonly items: number };
}

/**
 * POST pair. `token` is 16 random bytes (hex) of each side, which make it the only O or the only A of this mailbox.
 * `n` counts all messages from 0; putting the same message at the same place again changes nothing.
 * `get` answers messages from `after` on, both sides', and waits up to `wait` ms (at most 25 s) for the first.
 */
export type PairRequest =
  | { readonly op: "open" | "join" | "close"; readonly ch: string; readonly token: string }
  | {
      readonly op: "put";
      readonly ch: string;
      readonly token: string;
      readonly n: number;
      readonly message: string;
    }
  | {
      readonly op: "get";
      readonly ch: string;
      readonly token: string;
      readonly after: number;
      readonly wait?: number;
    };
export interface PairMessage {
  readonly n: number;
  readonly from: "O" | "A";
  readonly message: string;
}
/** `expiresIn` ms until the mailbox is gone; `messages` only after `get`. */
export interface PairAnswer {
  readonly expiresIn: number;
  readonly joined: boolean;
  readonly messages?: readonly PairMessage[];
}

/**
 * Chunks, with `Authorization: Bearer` of scope `blob`. PUT blobs: body = ciphertext, headers below; 201 stored,
 * 200 known. GET blobs: header `ww-chunk`; 200 with the ciphertext, 404 when not here.
 * POST blobs: which of these chunks are here, to go on after a break.
 */
export const blobHeaders = {
  /** H(ciphertext), hex. */
  chunk: "ww-chunk",
  /** blobId, hex; PUT only. */
  blob: "ww-blob",
  /** Index and total, decimal; PUT only. */
  index: "ww-index",
  total: "ww-total",
} as const;
export interface ChunksRequest {
  readonly blobId: BlobId;
  readonly chunks: readonly Hash[];
}
export interface ChunksAnswer {
  readonly have: readonly Hash[];
}
export const chunksAskedMost = 1000;
