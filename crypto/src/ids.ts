/** Branded ids, made here only. Strings (lower-case hex) in state and map keys; bytes only on the wire. */
import { type Bytes, fromHex, toHex } from "./bytes.ts";
import type { Random } from "./random.ts";

declare const brand: unique symbol;
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** First 16 bytes of the genesis hash. */
export type VaultId = Brand<string, "VaultId">;
/** BLAKE2b-128 over a principal's public keys. Devices and slots alike. */
export type PrincipalId = Brand<string, "PrincipalId">;
/** 16 random bytes; the zero writer is the membership log. */
export type WriterId = Brand<string, "WriterId">;
/** 16 bytes inside ciphertexts only; outside a document is known by its tag. */
export type DocId = Brand<string, "DocId">;
/** Keyed hash of a docId: what the relay sees. Zero is the vault itself. */
export type DocTag = Brand<string, "DocTag">;
export type BlobId = Brand<string, "BlobId">;
/** Id of a tag, person, place or journal. */
export type NameId = Brand<string, "NameId">;
/** Which life of a relay's store assigned the seqs. */
export type FeedEpoch = Brand<string, "FeedEpoch">;
/** 32 bytes: envelope, genesis, chunk. */
export type Hash = Brand<string, "Hash">;

const parser =
  <Id extends string>(digits: number) =>
  (text: unknown): Id | undefined =>
    typeof text === "string" && text.length === digits && /^[0-9a-f]+$/.test(text) ? (text as Id) : undefined;

export const parseVaultId = parser<VaultId>(32);
export const parsePrincipalId = parser<PrincipalId>(32);
export const parseWriterId = parser<WriterId>(32);
export const parseDocId = parser<DocId>(32);
export const parseDocTag = parser<DocTag>(32);
export const parseBlobId = parser<BlobId>(32);
export const parseNameId = parser<NameId>(32);
export const parseFeedEpoch = parser<FeedEpoch>(32);
export const parseHash = parser<Hash>(64);

/** Bytes of known length to their id; the caller has checked the length when slicing. */
export const idOf = <Id extends string>(bytes: Uint8Array): Id => toHex(bytes) as Id;
export const idBytes = (id: string): Bytes => fromHex(id);
export const randomId = <Id extends string>(random: Random): Id => toHex(random.bytes(16)) as Id;

export const zeroId = "0".repeat(32);
export const zeroWriter = zeroId as WriterId;
export const vaultTag = zeroId as DocTag;
export const zeroPrincipal = zeroId as PrincipalId;
export const zeroHash = "0".repeat(64) as Hash;
