/**
 * The pairing code, shown as text and QR: `origin/join#base64url(1 ‖ role ‖ ch 16 ‖ s 16 ‖ c_O 32)`. Everything stands
 * behind the #, so no server sees it; the page takes it out of the address at once.
 */
import { createByteReader } from "../byte-reader.ts";
import { type Bytes, concat, fromBase64Url, toBase64Url, toHex, u8 } from "../bytes.ts";
import { err, ok, type Result } from "../result.ts";

/** Which side holds the vault: the one that shows the code (O) or the one that opens it (A). */
export type PairingRole = "shower-holds" | "opener-holds";
export const roleCodes = { "shower-holds": 1, "opener-holds": 2 } as const satisfies Record<
  PairingRole,
  number
>;

export interface PairingCode {
  /** As `URL.origin` spells it: where the mailbox is. */
  readonly origin: string;
  readonly role: PairingRole;
  /** 16 bytes: the mailbox. */
  readonly ch: Bytes;
  /** 16 bytes the relay never sees. */
  readonly s: Bytes;
  /** 32 bytes: commits the showing side to its key and nonce. */
  readonly commitment: Bytes;
}
export type PairingCodeError = { readonly code: "not-a-code" | "version-unknown" };

const version = 1;
/** The mailbox's name in requests. */
export const mailboxIdOf = (code: Pick<PairingCode, "ch">): string => toHex(code.ch);

export const encodePairingCode = ({ origin, role, ch, s, commitment }: PairingCode): string =>
  `${origin}/join#${toBase64Url(concat(u8(version), u8(roleCodes[role]), ch, s, commitment))}`;

const isOrigin = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { origin, protocol } = new URL(text);
  return origin === text && (protocol === "https:" || protocol === "http:");
};

/** Scanned or pasted text. Errors: not-a-code, version-unknown (made by a newer app). */
export const parsePairingCode = (text: string): Result<PairingCode, PairingCodeError> => {
  const [address, fragment, ...more] = text.trim().split("#");
  const bytes = fragment === undefined || more.length > 0 ? undefined : fromBase64Url(fragment);
  if (address === undefined || bytes === undefined || !address.endsWith("/join"))
    return err({ code: "not-a-code" });
  const origin = address.slice(0, -"/join".length);
  if (!isOrigin(origin) || bytes.length < 2) return err({ code: "not-a-code" });
  if (bytes[0] !== version) return err({ code: "version-unknown" });
  const reader = createByteReader(bytes.subarray(1));
  const roleCode = reader.u8();
  const code = { origin, ch: reader.bytes(16), s: reader.bytes(16), commitment: reader.bytes(32) };
  if (!reader.finished() || (roleCode !== 1 && roleCode !== 2)) return err({ code: "not-a-code" });
  return ok({ ...code, role: roleCode === 1 ? "shower-holds" : "opener-holds" });
};
