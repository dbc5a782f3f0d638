/**
 * Slots: a principal's seed (or a journal's key) wrapped by what a person holds, 241 bytes (docs/protocol.md, "Slots").
 * The header is bound to vault, principal and membership head, so an old, weaker or foreign slot is named, not opened.
 */
import { createByteReader } from "./byte-reader.ts";
import { type Bytes, concat, u8, u32, u64, utf8 } from "./bytes.ts";
import { type Hash, idBytes, type PrincipalId, type VaultId } from "./ids.ts";
import { isCostInRange, type PassphraseKdf } from "./passphrase.ts";
import type { JournalId } from "./payload.ts";
import { createPrincipal, type Principal } from "./principal.ts";
import type { Random } from "./random.ts";
import { assert, err, ok, type Result } from "./result.ts";
import { aeadOpen, aeadSeal, equalSecret, hash256, kdf, nonceBytes } from "./sodium.ts";

export const slotBytes = 241;
const slotHeaderBytes = 137;
const slotVersion = 1;

/** mseq and hash of the membership head when the slot was wrapped: a log that does not extend it is old. */
export interface MembershipMark {
  readonly mseq: number;
  readonly mhash: Hash;
}
interface SlotPlace {
  readonly vaultId: VaultId;
  readonly genesisHash: Hash;
  /** Counts wrappings from 1. */
  readonly gen: number;
  readonly mark: MembershipMark;
}
/** A passkey's key is strong by itself: no kdf. Both others are stretched from a passphrase. */
export type SlotHeader = SlotPlace &
  (
    | { readonly kind: "passphrase"; readonly holder: PrincipalId; readonly kdf: PassphraseKdf }
    | { readonly kind: "passkey"; readonly holder: PrincipalId; readonly kdf: undefined }
    | { readonly kind: "journal"; readonly holder: JournalId; readonly kdf: PassphraseKdf }
  );
export interface Slot {
  readonly header: SlotHeader;
  readonly bytes: Bytes;
}
/** kdf-out-of-range is answered before any stretching: see `passphraseFloor` and `passphraseCap`. */
export type SlotFormatError = { readonly code: "malformed" | "kdf-out-of-range" };
/** malformed here: the right key, but bytes that changed since. */
export type SlotOpenError = {
  readonly code: "other-vault" | "wrong-key" | "malformed" | "principal-mismatch";
};

const kindCodes = { passphrase: 2, passkey: 4, journal: 9 } as const;
const noKdf = new Uint8Array(25); // kdf 0, and zero t, KiB and salt

const encodeKdf = (kdf: PassphraseKdf): Bytes => concat(u8(1), u32(kdf.t), u32(kdf.kib), kdf.salt);
const encodeSlotHeader = (header: SlotHeader): Bytes =>
  concat(
    utf8("WS"),
    u8(slotVersion),
    u8(kindCodes[header.kind]),
    idBytes(header.vaultId),
    idBytes(header.genesisHash),
    idBytes(header.holder),
    u32(header.gen),
    u64(header.mark.mseq),
    idBytes(header.mark.mhash),
    header.kdf === undefined ? noKdf : encodeKdf(header.kdf),
  );

const commitmentOf = (kek: Uint8Array, head: Uint8Array) => kdf(kek, "slot-commit", head);
const slotKeyOf = (kek: Uint8Array, head: Uint8Array) => kdf(kek, "slot-key", head);

/** secret: the principal's seed, or a journal's key; kek: of `stretchPassphrase` or `passkeyKek`. Each 32 bytes. */
export const sealSlot = (header: SlotHeader, kek: Uint8Array, secret: Uint8Array, random: Random): Slot => {
  assert(header.kdf === undefined || isCostInRange(header.kdf), "no slot is weaker than the floor");
  assert(
    header.gen >= 1 && kek.length === 32 && secret.length === 32,
    "a slot wraps 32 bytes, counted from 1",
  );
  const head = encodeSlotHeader(header);
  const commitment = commitmentOf(kek, head);
  const nonce = random.bytes(nonceBytes);
  const sealed = aeadSeal(slotKeyOf(kek, head), nonce, secret, concat(head, commitment));
  return { header, bytes: concat(head, commitment, nonce, sealed) };
};

const parseHeader = (bytes: Uint8Array): Result<SlotHeader, SlotFormatError> => {
  const malformed = err({ code: "malformed" } as const);
  const reader = createByteReader(bytes);
  const start = [reader.u8(), reader.u8(), reader.u8()];
  const kind = reader.u8();
  const place = { vaultId: reader.id<VaultId>(), genesisHash: reader.id<Hash>(32) };
  const holder = reader.id();
  const gen = reader.u32();
  const mark = { mseq: reader.u64(), mhash: reader.id<Hash>(32) };
  const stretched = reader.flag();
  const cost = { t: reader.u32(), kib: reader.u32() };
  const salt = reader.bytes(16);
  if (!reader.finished() || start[0] !== 0x57 || start[1] !== 0x53 || start[2] !== slotVersion || gen === 0)
    return malformed;
  const fields = { ...place, gen, mark };
  if (kind === kindCodes.passkey) {
    const empty = !stretched && cost.t === 0 && cost.kib === 0 && salt.every((byte) => byte === 0);
    return empty
      ? ok({ ...fields, kind: "passkey", holder: holder as PrincipalId, kdf: undefined })
      : malformed;
  }
  if (!stretched || (kind !== kindCodes.passphrase && kind !== kindCodes.journal)) return malformed;
  if (!isCostInRange(cost)) return err({ code: "kdf-out-of-range" });
  const withKdf = { ...fields, kdf: { ...cost, salt } };
  return kind === kindCodes.passphrase
    ? ok({ ...withKdf, kind: "passphrase", holder: holder as PrincipalId })
    : ok({ ...withKdf, kind: "journal", holder: holder as JournalId });
};

export const parseSlot = (bytes: Uint8Array): Result<Slot, SlotFormatError> => {
  if (bytes.length !== slotBytes) return err({ code: "malformed" });
  const header = parseHeader(bytes.subarray(0, slotHeaderBytes));
  return header.ok ? ok({ header: header.value, bytes: Uint8Array.from(bytes) }) : header;
};

/** The 32 bytes inside; the commitment is compared in constant time before the AEAD is tried. */
const unwrapSlot = (
  { header, bytes }: Slot,
  kek: Uint8Array,
  vault: { readonly vaultId: VaultId; readonly genesisHash: Hash },
): Result<Bytes, SlotOpenError> => {
  if (header.vaultId !== vault.vaultId || header.genesisHash !== vault.genesisHash)
    return err({ code: "other-vault" });
  const head = bytes.subarray(0, slotHeaderBytes);
  const commitment = bytes.subarray(slotHeaderBytes, slotHeaderBytes + 32);
  if (!equalSecret(commitmentOf(kek, head), commitment)) return err({ code: "wrong-key" });
  const nonce = bytes.subarray(169, 193);
  const secret = aeadOpen(slotKeyOf(kek, head), nonce, bytes.subarray(193), bytes.subarray(0, 169));
  return secret === undefined ? err({ code: "malformed" }) : ok(secret);
};

/** The principal a passphrase or passkey slot wraps; its seed must give the id the slot names. */
export const openSlot = (
  slot: Slot,
  kek: Uint8Array,
  vault: { readonly vaultId: VaultId; readonly genesisHash: Hash },
): Result<Principal, SlotOpenError> => {
  const { kind, holder } = slot.header;
  assert(kind !== "journal", "a journal's slot holds a key, not a principal: openJournalSlot");
  const seed = unwrapSlot(slot, kek, vault);
  if (!seed.ok) return seed;
  const principal = createPrincipal(kind, seed.value);
  return principal.id === holder ? ok(principal) : err({ code: "principal-mismatch" });
};

/** J of a locked journal. */
export const openJournalSlot = (
  slot: Slot,
  kek: Uint8Array,
  vault: { readonly vaultId: VaultId; readonly genesisHash: Hash },
): Result<Bytes, SlotOpenError> => {
  assert(slot.header.kind === "journal", "only a journal's slot holds a journal's key");
  return unwrapSlot(slot, kek, vault);
};

/** The same for everyone, so that a synced passkey works before a vault is known: prf.eval.first, 32 bytes. */
export const passkeyPrfInput = (): Bytes => hash256(utf8("ww/1/prf"));
/** prf: the 32 bytes the authenticator answers with. */
export const passkeyKek = (prf: Uint8Array, holder: PrincipalId): Bytes =>
  kdf(prf, "passkey", idBytes(holder));
