/** What the relay does over HTTP: it says what it is, makes a vault, lends a mailbox to a pairing, and gives tokens. */
import {
  type Bytes,
  err,
  fromBase64Url,
  ok,
  type PrincipalId,
  parseFeedEpoch,
  parseVaultId,
  type Result,
  toBase64Url,
  type VaultId,
} from "@whisperwell/crypto";
import {
  type AboutAnswer,
  authMessage,
  type CreateVaultAnswer,
  decodeFrame,
  encodeFrame,
  frameBytesBeforeAuth,
  paths,
  protocolVersion,
  type TokenScope,
  vaultRecordsMost,
} from "@whisperwell/sync-server/wire";
import type { SyncError } from "../vault/api.ts";
import { type HttpFailure, requestJson } from "./http-request.ts";
import type { Network } from "./ports.ts";

/** Who asks for a token: what HELLO and AUTH say over a socket. */
export interface Identity {
  readonly vaultId: VaultId;
  readonly deviceId: PrincipalId;
  readonly sign: (message: Uint8Array) => Bytes;
}
export interface CreatedVault extends CreateVaultAnswer {
  /** True when the relay knew it before. */
  readonly known: boolean;
}
export interface Token {
  readonly token: string;
  /** Milliseconds from when it was given. */
  readonly expiresIn: number;
}
export interface RelayHttp {
  readonly origin: string;
  readonly about: (signal?: AbortSignal) => Promise<Result<AboutAnswer, HttpFailure>>;
  /** Whole membership envelopes from mseq 0 on. Asking again is answered the same way. */
  readonly createVault: (
    records: readonly Bytes[],
    options?: { readonly invite?: string; readonly signal?: AbortSignal },
  ) => Promise<Result<CreatedVault, HttpFailure>>;
  readonly token: (
    identity: Identity,
    scope: TokenScope,
    signal?: AbortSignal,
  ) => Promise<Result<Token, HttpFailure>>;
}

const parseAbout = (value: Readonly<Record<string, unknown>>): AboutAnswer | undefined => {
  const { name, registration, versions } = value;
  const isRegistration = registration === "open" || registration === "invite" || registration === "closed";
  return name === "whisperwell-relay" &&
    isRegistration &&
    Array.isArray(versions) &&
    versions.every(Number.isSafeInteger)
    ? { name, registration, versions: versions as number[] }
    : undefined;
};
const parseCreated = (value: Readonly<Record<string, unknown>>, status: number): CreatedVault | undefined => {
  const vaultId = parseVaultId(value.vaultId);
  const feedEpoch = parseFeedEpoch(value.feedEpoch);
  const { head } = value;
  return vaultId !== undefined && feedEpoch !== undefined && Number.isSafeInteger(head)
    ? { vaultId, feedEpoch, head: head as number, known: status === 200 }
    : undefined;
};
const parseToken = ({ token, expiresIn }: Readonly<Record<string, unknown>>): Token | undefined =>
  typeof token === "string" && /^[\w.-]{1,4096}$/.test(token) && Number.isSafeInteger(expiresIn)
    ? { token, expiresIn: expiresIn as number }
    : undefined;
const parseChallenge = ({ challenge }: Readonly<Record<string, unknown>>): Bytes | undefined => {
  const frame = typeof challenge === "string" ? fromBase64Url(challenge) : undefined;
  if (frame === undefined) return undefined;
  const decoded = decodeFrame(frame, frameBytesBeforeAuth);
  return decoded.ok && decoded.value.type === "challenge" ? frame : undefined;
};

/** `origin` as `URL.origin` spells it. */
export const createRelayHttp = (network: Pick<Network, "fetch">, origin: string): RelayHttp => {
  const post = <T>(
    path: string,
    json: unknown,
    parse: (value: Readonly<Record<string, unknown>>, status: number) => T | undefined,
    signal?: AbortSignal,
  ) =>
    requestJson(
      network,
      { method: "POST", url: origin + path, json, ...(signal === undefined ? {} : { signal }) },
      parse,
    );
  const prove = (
    { vaultId, deviceId, sign }: Identity,
    hello: Bytes,
    challenge: Bytes,
    scope: TokenScope,
  ) => {
    const message = authMessage({ hello, challenge, audience: origin, vaultId, principalId: deviceId });
    const auth = encodeFrame({ type: "auth", vaultId, principalId: deviceId, signature: sign(message) });
    return {
      hello: toBase64Url(hello),
      challenge: toBase64Url(challenge),
      auth: toBase64Url(auth),
      scope,
    };
  };
  return {
    origin,
    about: (signal) =>
      requestJson(
        network,
        { method: "GET", url: origin + paths.about, ...(signal === undefined ? {} : { signal }) },
        parseAbout,
      ),
    createVault: (records, { invite, signal } = {}) =>
      post(
        paths.vaults,
        // The first ones make the vault; the rest follows when the relay's store is reconciled.
        {
          records: records.slice(0, vaultRecordsMost).map(toBase64Url),
          ...(invite === undefined ? {} : { invite }),
        },
        parseCreated,
        signal,
      ),
    token: async (identity, scope, signal) => {
      const hello = encodeFrame({ type: "hello", versions: [protocolVersion] });
      const challenge = await post(paths.auth, { hello: toBase64Url(hello) }, parseChallenge, signal);
      if (!challenge.ok) return challenge;
      return post(paths.auth, prove(identity, hello, challenge.value, scope), parseToken, signal);
    },
  };
};

/** Is a relay of a version we speak there? What turning sync on asks first. */
export const findRelay = async (
  http: RelayHttp,
  signal?: AbortSignal,
): Promise<Result<AboutAnswer, SyncError>> => {
  const about = await http.about(signal);
  if (!about.ok) return err(syncErrorOf(about.error));
  return about.value.versions.includes(protocolVersion) ? ok(about.value) : err({ code: "relay-version" });
};

/** What a person can be told of a failed request. */
export const syncErrorOf = ({ code }: HttpFailure): SyncError => {
  switch (code) {
    case "closed":
      return { code: "relay-closed" };
    case "invite":
      return { code: "relay-invite" };
    case "quota":
      return { code: "relay-full" };
    case "upgrade":
      return { code: "relay-version" };
    case "unreachable":
    case "cancelled":
    case "busy":
    case "rate":
    case "internal":
      return { code: "relay-unreachable" };
    default:
      return { code: "relay-not-ours" };
  }
};
