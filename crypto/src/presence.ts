/** Presence: who is here and where their cursor is. Sealed, padded, never stored (docs/protocol.md, "Presence"). */
import { type Bytes, concat, readU32, readU64, toHex, u32, u64, utf8 } from "./bytes.ts";
import { type Keyring, presenceKeyOf } from "./epoch.ts";
import { type Brand, type DocId, idBytes, type PrincipalId, type VaultId, zeroId } from "./ids.ts";
import { pad, unpad } from "./padding.ts";
import type { Random } from "./random.ts";
import { err, ok, type Result } from "./result.ts";
import { createFieldReader, varBytes, varList } from "./sealed-fields.ts";
import { openWithNonce, sealWithNonce } from "./sodium.ts";

/** 16 random bytes, new for each connection. */
export type SessionId = Brand<string, "SessionId">;
/** First 8 bytes of a session. */
export type SessionPrefix = Brand<string, "SessionPrefix">;
export const sessionPrefixOf = (session: SessionId): SessionPrefix => session.slice(0, 16) as SessionPrefix;

export interface Presence {
  readonly deviceId: PrincipalId;
  readonly session: SessionId;
  /** Rises with each frame of a session. */
  readonly counter: number;
  /** Sessions this one has heard: a frame counts only for those it names. */
  readonly heard: readonly SessionPrefix[];
  readonly docId: DocId | undefined;
  readonly awareness: Uint8Array;
}
export type PresenceError = {
  readonly code: "malformed" | "epoch-key-missing" | "tampered" | "padding";
};

const aadOf = (vaultId: VaultId, epoch: number): Bytes =>
  concat(utf8("ww/1/eph"), idBytes(vaultId), u32(epoch));

const encodePresence = ({ deviceId, session, counter, heard, docId, awareness }: Presence): Bytes =>
  concat(
    idBytes(deviceId),
    idBytes(session),
    u64(counter),
    varList(heard.map(idBytes)),
    idBytes(docId ?? zeroId),
    varBytes(awareness),
  );

const parsePresence = (content: Uint8Array): Presence | undefined => {
  const reader = createFieldReader(content);
  const deviceId = reader.id<PrincipalId>();
  const session = reader.id<SessionId>();
  const counterBytes = reader.raw(8);
  const heard = reader.list(8, () => toHex(reader.raw(8)) as SessionPrefix);
  const docId = reader.id<DocId>();
  const awareness = reader.varBytes();
  const counter = reader.failed() ? undefined : readU64(counterBytes, 0);
  if (counter === undefined) return undefined;
  return { deviceId, session, counter, heard, docId: docId === zeroId ? undefined : docId, awareness };
};

/** u32 epoch ‖ nonce ‖ AEAD(KDF(E_n,"eph",""), padded, "ww/1/eph" ‖ vaultId ‖ u32 epoch). */
export const sealPresence = (
  presence: Presence,
  epoch: number,
  keyring: Keyring,
  random: Random,
): Result<Bytes, { readonly code: "epoch-key-missing" }> => {
  const key = keyring.keyOf(epoch);
  if (key === undefined) return err({ code: "epoch-key-missing" });
  const sealed = sealWithNonce(
    presenceKeyOf(key),
    pad(encodePresence(presence)),
    aadOf(keyring.vaultId, epoch),
    random,
  );
  return ok(concat(u32(epoch), sealed));
};

export const openPresence = (
  frame: Uint8Array,
  keyring: Keyring,
): Result<{ readonly epoch: number; readonly presence: Presence }, PresenceError> => {
  if (frame.length < 4) return err({ code: "malformed" });
  const epoch = readU32(frame, 0);
  const key = keyring.keyOf(epoch);
  if (key === undefined) return err({ code: "epoch-key-missing" });
  const padded = openWithNonce(presenceKeyOf(key), frame.subarray(4), aadOf(keyring.vaultId, epoch));
  if (padded === undefined) return err({ code: "tampered" });
  const content = unpad(padded);
  if (content === undefined) return err({ code: "padding" });
  const presence = parsePresence(content);
  return presence === undefined ? err({ code: "malformed" }) : ok({ epoch, presence });
};

/** What a frame must meet to count, once it opened: a replay cannot name a session that is new for each connection. */
export const presenceCounts = (
  { epoch, presence }: { readonly epoch: number; readonly presence: Presence },
  mine: {
    readonly currentEpoch: number;
    readonly session: SessionId;
    /** Highest counter heard of the frame's session. */
    readonly lastCounter: number | undefined;
  },
): boolean =>
  epoch === mine.currentEpoch &&
  (mine.lastCounter === undefined || presence.counter > mine.lastCounter) &&
  presence.heard.includes(sessionPrefixOf(mine.session));
