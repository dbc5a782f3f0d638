/** Principals, passphrase, recovery phrase, epoch keys and ids: the files against the formulas, and the code against the files. */
import { pbkdf2Sync } from "node:crypto";
import sodium from "libsodium-wrappers";
import { beforeAll, expect, test } from "vitest";
import { fromHex, toHex } from "./bytes.ts";
import {
  createVaultIdentity,
  envelopeKeyOf,
  epochCommitment,
  type FixedDocument,
  type NameKind,
  openEpochBox,
  openEpochLink,
  presenceKeyOf,
} from "./epoch.ts";
import type { DocId, DocTag, VaultId } from "./ids.ts";
import { stretchPassphrase } from "./passphrase.ts";
import { createPrincipal, openBox, type PrincipalKind } from "./principal.ts";
import { lookupIdOf, parseRecoveryPhrase, recoverySeedOf, recoveryWordsOf } from "./recovery-phrase.ts";
import { ready } from "./sodium.ts";
import {
  boxOpened,
  derived,
  hashed,
  hex,
  hexOf,
  idOfSeed,
  int,
  join,
  keysOfSeed,
  lengthPrefixed,
  opened,
  text,
  vectorsOf,
} from "./vectors-testing.ts";

beforeAll(() => ready);

interface PrincipalVector {
  readonly kind: PrincipalKind;
  readonly seed: string;
  readonly edPub: string;
  readonly xPub: string;
  readonly id: string;
  readonly message: string;
  readonly box: string;
}
test.each(vectorsOf<PrincipalVector[]>("principals"))(
  "the $kind principal has its keys, id and box",
  (vector) => {
    const raw = keysOfSeed(hex(vector.seed));
    expect([hexOf(raw.ed.publicKey), hexOf(raw.x.publicKey)]).toEqual([vector.edPub, vector.xPub]);
    expect(idOfSeed(vector.kind, hex(vector.seed))).toBe(vector.id);
    expect(hexOf(boxOpened(hex(vector.box), hex(vector.seed)))).toBe(vector.message);
    const made = createPrincipal(vector.kind, fromHex(vector.seed));
    expect([made.id, toHex(made.edPub), toHex(made.xPub)]).toEqual([vector.id, vector.edPub, vector.xPub]);
    expect(toHex(openBox(fromHex(vector.box), made)!)).toBe(vector.message);
  },
);

interface PassphraseVector {
  readonly passphrase: string;
  readonly utf8: string;
  readonly t: number;
  readonly kib: number;
  readonly salt: string;
  readonly loginSeed: string;
  readonly kek: string;
  readonly loginPublicKey: string;
}
test.each(vectorsOf<PassphraseVector[]>("passphrase"))("the passphrase of $utf8 has its keys", (vector) => {
  const words = text(vector.passphrase.trim().normalize("NFKC"));
  expect(hexOf(words)).toBe(vector.utf8);
  const raw = sodium.crypto_pwhash(64, words, hex(vector.salt), vector.t, vector.kib * 1024, 2);
  expect(hexOf(raw)).toBe(vector.loginSeed + vector.kek);
  expect(hexOf(sodium.crypto_sign_seed_keypair(hex(vector.loginSeed)).publicKey)).toBe(vector.loginPublicKey);
  const made = stretchPassphrase(vector.passphrase, { ...vector, salt: fromHex(vector.salt) });
  expect(made).toEqual({
    ok: true,
    value: { loginSeed: fromHex(vector.loginSeed), kek: fromHex(vector.kek) },
  });
});

interface PhraseVector {
  readonly entropy: string;
  readonly words: string;
  readonly seed: string;
  readonly lookupId: string;
}
test.each(vectorsOf<PhraseVector[]>("recovery-phrase"))(
  "the words of $entropy have seed and lookup id",
  (vector) => {
    expect(hexOf(derived(hex(vector.entropy), "recovery"))).toBe(vector.seed);
    expect(hexOf(hashed(text("ww/1/lookup"), 16, hex(vector.entropy)))).toBe(vector.lookupId);
    const entropy = fromHex(vector.entropy);
    expect(recoveryWordsOf(entropy).join(" ")).toBe(vector.words);
    expect(parseRecoveryPhrase(vector.words)).toEqual({ ok: true, value: entropy });
    expect([toHex(recoverySeedOf(entropy)), lookupIdOf(entropy)]).toEqual([vector.seed, vector.lookupId]);
    const bip39Seed = pbkdf2Sync(vector.words, "mnemonic", 2048, 64, "sha512"); // what we do not use
    expect(hexOf(bip39Seed)).not.toContain(vector.seed);
  },
);

interface EpochVectors {
  readonly vaultId: VaultId;
  readonly docTag: DocTag;
  readonly principal: { readonly kind: PrincipalKind; readonly seed: string };
  readonly epochs: readonly {
    readonly n: number;
    readonly key: string;
    readonly commitment: string;
    readonly box: string;
    readonly link: string;
    readonly keys: Readonly<Record<"doc" | "vault" | "eph" | "label" | "compare" | "backup", string>>;
  }[];
}
test("each epoch has its commitment, box, link and keys", () => {
  const { vaultId, docTag, principal, epochs } = vectorsOf<EpochVectors>("epoch");
  const id = idOfSeed(principal.kind, hex(principal.seed));
  const opener = createPrincipal(principal.kind, fromHex(principal.seed));
  expect(epochs).toHaveLength(3);
  for (const { n, key, commitment, box, link, keys } of epochs) {
    expect(hexOf(derived(hex(key), "commitment", join(vaultId, int(n, 4))))).toBe(commitment);
    expect(hexOf(boxOpened(hex(box), hex(principal.seed)))).toBe(vaultId + int(n, 4) + id + key);
    expect(box.length / 2).toBe(116);
    const before = epochs[n - 1];
    const aad = join(text("ww/1/prev"), vaultId, int(n, 4));
    if (before === undefined) expect(link).toBe("0".repeat(144));
    else expect(hexOf(opened(derived(hex(key), "prev"), hex(link), aad))).toBe(before.key);
    const { doc, ...plainKeys } = keys;
    expect(hexOf(derived(hex(key), "doc", hex(docTag)))).toBe(doc);
    for (const [label, expected] of Object.entries(plainKeys))
      expect(hexOf(derived(hex(key), label))).toBe(expected);

    const context = { vaultId, n, commitment: fromHex(commitment) };
    expect(toHex(epochCommitment(fromHex(key), context))).toBe(commitment);
    expect(openEpochBox(fromHex(box), context, opener)).toEqual({
      ok: true,
      value: { n, key: fromHex(key) },
    });
    if (before !== undefined)
      expect(
        openEpochLink(fromHex(link), fromHex(key), {
          ...context,
          previousCommitment: fromHex(before.commitment),
        }),
      ).toEqual({ ok: true, value: { n: n - 1, key: fromHex(before.key) } });
    expect(toHex(envelopeKeyOf(fromHex(key), docTag))).toBe(doc);
    expect(toHex(presenceKeyOf(fromHex(key)))).toBe(keys.eph);
  }
});

interface IdVectors {
  readonly vaultId: VaultId;
  readonly firstKey: string;
  readonly docTags: readonly { readonly docId: DocId; readonly docTag: string }[];
  readonly fixed: readonly { readonly name: FixedDocument; readonly docId: string }[];
  readonly imported: readonly {
    readonly source: string;
    readonly sourceId: string;
    readonly docId: string;
  }[];
  readonly names: readonly { readonly kind: NameKind; readonly name: string; readonly id: string }[];
}
test("document tags, fixed and imported documents, and names have their ids", () => {
  const vectors = vectorsOf<IdVectors>("ids");
  const identity = createVaultIdentity(fromHex(vectors.firstKey), vectors.vaultId);
  const keyed = (label: string, message: Uint8Array) =>
    hexOf(hashed(message, 16, derived(hex(vectors.firstKey), label, hex(vectors.vaultId))));
  for (const { docId, docTag } of vectors.docTags)
    expect([keyed("tag", hex(docId)), identity.docTagOf(docId)]).toEqual([docTag, docTag]);
  for (const { name, docId } of vectors.fixed)
    expect([keyed("fixed", text(name)), identity.fixedDocId(name)]).toEqual([docId, docId]);
  for (const { source, sourceId, docId } of vectors.imported) {
    const raw = keyed("import", join(lengthPrefixed(source), lengthPrefixed(sourceId)));
    expect([raw, identity.importedDocId(source, sourceId)]).toEqual([docId, docId]);
  }
  for (const { kind, name, id } of vectors.names) {
    const folded = name.normalize("NFKC").trim().split(/\s+/u).join(" ").toLowerCase();
    const raw = keyed("name", join(lengthPrefixed(kind), lengthPrefixed(folded)));
    expect([raw, identity.nameIdOf(kind, name)]).toEqual([id, id]);
  }
  const [rain, alsoRain, ana, alsoAna] = vectors.names;
  expect([alsoRain?.id, alsoAna?.id]).toEqual([rain?.id, ana?.id]);
});
