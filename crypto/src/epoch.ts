/**
 * Epoch keys E_n and everything derived from them (docs/protocol.md, "Derivations"). The membership log publishes the
 * commitment C_n, so all devices hold the same E_n; a key that does not match it is never used.
 */
import { type Bytes, concat, equalBytes, lp, u32, utf8 } from "./bytes.ts";
import { type DocId, type DocTag, idBytes, idOf, type NameId, type VaultId, vaultTag } from "./ids.ts";
import { openBox, type Principal, type PublicPrincipal, sealBox } from "./principal.ts";
import type { Random } from "./random.ts";
import { assert, err, ok, type Result } from "./result.ts";
import { blake2b, equalSecret, kdf, openWithNonce, sealWithNonce } from "./sodium.ts";

/** One generation of the vault's key; n counts from 0. */
export interface EpochKey {
  readonly n: number;
  readonly key: Bytes;
}
/** The context every derivation of a vault's epoch is bound to. */
export interface EpochContext {
  readonly vaultId: VaultId;
  readonly n: number;
}

export const createEpochKey = (n: number, random: Random): EpochKey => ({ n, key: random.bytes(32) });

/** C_n = KDF(E_n, "commitment", vaultId ‖ u32 n). 32 bytes, public. */
export const epochCommitment = (key: Uint8Array, { vaultId, n }: EpochContext): Bytes =>
  kdf(key, "commitment", concat(idBytes(vaultId), u32(n)));

export const epochBoxBytes = 116;
export type EpochBoxError = {
  readonly code:
    | "malformed"
    | "unreadable"
    | "other-vault"
    | "other-epoch"
    | "other-principal"
    | "commitment";
};

/** E_n for one principal: crypto_box_seal(vaultId ‖ u32 n ‖ principalId ‖ E_n), 116 bytes. */
export const sealEpochBox = (
  key: Uint8Array,
  { vaultId, n }: EpochContext,
  to: PublicPrincipal,
  random: Random,
): Bytes => sealBox(concat(idBytes(vaultId), u32(n), idBytes(to.id), key), to.xPub, random);

/**
 * E_n out of a box that came inside a signed record: every field is compared, and the key must match the log's C_n.
 * Any error means EPOCH_UNREADABLE.
 */
export const openEpochBox = (
  box: Uint8Array,
  { vaultId, n, commitment }: EpochContext & { readonly commitment: Uint8Array },
  principal: Pick<Principal, "id" | "xPub" | "xSecret">,
): Result<EpochKey, EpochBoxError> => {
  if (box.length !== epochBoxBytes) return err({ code: "malformed" });
  const opened = openBox(box, principal);
  if (opened === undefined) return err({ code: "unreadable" });
  if (!equalBytes(opened.subarray(0, 16), idBytes(vaultId))) return err({ code: "other-vault" });
  if (!equalBytes(opened.subarray(16, 20), u32(n))) return err({ code: "other-epoch" });
  if (!equalBytes(opened.subarray(20, 36), idBytes(principal.id))) return err({ code: "other-principal" });
  const key = opened.slice(36);
  if (!equalSecret(epochCommitment(key, { vaultId, n }), commitment)) return err({ code: "commitment" });
  return ok({ n, key });
};

export const epochLinkBytes = 72;
/** The link of epoch 0, which has none before it. */
export const noEpochLink: Uint8Array = new Uint8Array(epochLinkBytes);
const linkAad = ({ vaultId, n }: EpochContext) => concat(utf8("ww/1/prev"), idBytes(vaultId), u32(n));

/** E_{n-1} under E_n: nonce ‖ AEAD(KDF(E_n,"prev",""), E_{n-1}, "ww/1/prev" ‖ vaultId ‖ u32 n), 72 bytes; n ≥ 1. */
export const sealEpochLink = (
  key: Uint8Array,
  previous: Uint8Array,
  context: EpochContext,
  random: Random,
): Bytes => {
  assert(context.n >= 1 && previous.length === 32, "only epochs after the first link back");
  return sealWithNonce(kdf(key, "prev"), previous, linkAad(context), random);
};

/** E_{n-1} from the link of epoch n, checked against its own published commitment. */
export const openEpochLink = (
  link: Uint8Array,
  key: Uint8Array,
  context: EpochContext & { readonly previousCommitment: Uint8Array },
): Result<EpochKey, { readonly code: "malformed" | "unreadable" | "commitment" }> => {
  if (link.length !== epochLinkBytes || context.n < 1) return err({ code: "malformed" });
  const previous = openWithNonce(kdf(key, "prev"), link, linkAad(context));
  if (previous === undefined) return err({ code: "unreadable" });
  const n = context.n - 1;
  if (!equalSecret(epochCommitment(previous, { vaultId: context.vaultId, n }), context.previousCommitment))
    return err({ code: "commitment" });
  return ok({ n, key: previous });
};

/** What a vault derives from E_0 for ever, whatever the epoch: tags and ids. Computed once per unlock. */
export interface VaultIdentity {
  readonly docTagOf: (docId: DocId) => DocTag;
  readonly fixedDocId: (name: FixedDocument) => DocId;
  readonly importedDocId: (source: string, sourceId: string) => DocId;
  readonly nameIdOf: (kind: NameKind, name: string) => NameId;
}
export type FixedDocument = "taxonomy" | "settings" | "index";
export type NameKind = "tag" | "person" | "place" | "journal";

/** NFKC, trimmed, inner white space to one space, lower case without locale: two spellings of one name are one id. */
export const foldName = (name: string): string =>
  name.normalize("NFKC").trim().replaceAll(/\s+/gu, " ").toLowerCase();

/** firstKey is E_0. */
export const createVaultIdentity = (firstKey: Uint8Array, vaultId: VaultId): VaultIdentity => {
  assert(firstKey.length === 32, "an epoch key is 32 bytes");
  const keyed = (label: string) => kdf(firstKey, label, idBytes(vaultId));
  const [tag, fixed, imported, name] = [keyed("tag"), keyed("fixed"), keyed("import"), keyed("name")];
  return {
    docTagOf: (docId) => idOf(blake2b(16, idBytes(docId), tag)),
    fixedDocId: (document) => idOf(blake2b(16, utf8(document), fixed)),
    importedDocId: (source, sourceId) =>
      idOf(blake2b(16, concat(lp(utf8(source)), lp(utf8(sourceId))), imported)),
    nameIdOf: (kind, spelled) => idOf(blake2b(16, concat(lp(utf8(kind)), lp(utf8(foldName(spelled)))), name)),
  };
};

/** The key of envelopes about one document; the zero tag is the vault itself. */
export const envelopeKeyOf = (key: Uint8Array, docTag: DocTag): Bytes =>
  docTag === vaultTag ? kdf(key, "vault") : kdf(key, "doc", idBytes(docTag));
export const presenceKeyOf = (key: Uint8Array): Bytes => kdf(key, "eph");
export const labelKeyOf = (key: Uint8Array): Bytes => kdf(key, "label");
export const compareKeyOf = (key: Uint8Array): Bytes => kdf(key, "compare");
export const backupKeyOf = (key: Uint8Array): Bytes => kdf(key, "backup");

/** Epoch keys held in memory while unlocked, with the envelope keys derived from them cached. */
export interface Keyring {
  readonly vaultId: VaultId;
  /** Takes a key that matched its commitment; a second, different key for one n is a bug. */
  readonly add: (epoch: EpochKey) => void;
  readonly keyOf: (n: number) => Bytes | undefined;
  /** undefined when E_n is not held. */
  readonly envelopeKey: (n: number, docTag: DocTag) => Bytes | undefined;
  /** Zeroes every key. The keyring is empty afterwards. */
  readonly wipe: () => void;
}

const maxCachedKeys = 4096;
export const createKeyring = (vaultId: VaultId, epochs: Iterable<EpochKey> = []): Keyring => {
  const keys = new Map<number, Bytes>();
  const derived = new Map<string, Bytes>();
  const forgetDerived = () => {
    for (const key of derived.values()) key.fill(0);
    derived.clear();
  };
  const add = ({ n, key }: EpochKey) => {
    const held = keys.get(n);
    assert(key.length === 32, "an epoch key is 32 bytes");
    assert(held === undefined || equalSecret(held, key), "an epoch has one key: its commitment was checked");
    if (held === undefined) keys.set(n, key.slice());
  };
  for (const epoch of epochs) add(epoch);
  return {
    vaultId,
    add,
    keyOf: (n) => keys.get(n),
    envelopeKey: (n, docTag) => {
      const name = `${n}/${docTag}`;
      const cached = derived.get(name);
      if (cached !== undefined) return cached;
      const key = keys.get(n);
      if (key === undefined) return undefined;
      if (derived.size >= maxCachedKeys) derived.clear();
      const envelopeKey = envelopeKeyOf(key, docTag);
      derived.set(name, envelopeKey);
      return envelopeKey;
    },
    wipe: () => {
      forgetDerived();
      for (const key of keys.values()) key.fill(0);
      keys.clear();
    },
  };
};
