/** Principals, passphrases, recovery words, epochs and ids. */
import {
  backupKeyOf,
  compareKeyOf,
  createEpochKey,
  createPrincipal,
  createVaultIdentity,
  type DocId,
  envelopeKeyOf,
  epochCommitment,
  type Hash,
  labelKeyOf,
  loginPublicKey,
  lookupIdOf,
  type NameKind,
  noEpochLink,
  normalizePassphrase,
  type PrincipalKind,
  presenceKeyOf,
  randomId,
  recoverySeedOf,
  recoveryWordsOf,
  sealBox,
  sealEpochBox,
  sealEpochLink,
  stretchPassphrase,
  toHex,
  utf8,
  type VaultId,
} from "../src/index.ts";
import { must, random, write } from "./vector-tools.ts";

export const vaultId = randomId<VaultId>(random);
export const genesisHash = `${vaultId}${toHex(random.bytes(16))}` as Hash;
export const principalOf = (kind: PrincipalKind) => createPrincipal(kind, random.bytes(32));

const principals = (["device", "passphrase", "recovery", "passkey"] as const).map(principalOf);
export const message = utf8("a sealed box has no sender");
await write(
  "principals",
  principals.map((principal) => ({
    kind: principal.kind,
    seed: principal.seed,
    edPub: principal.edPub,
    xPub: principal.xPub,
    id: principal.id,
    message,
    box: sealBox(message, principal.xPub, random),
  })),
);
export const [device, passphrase, recovery, passkey] = principals as [
  ReturnType<typeof principalOf>,
  ReturnType<typeof principalOf>,
  ReturnType<typeof principalOf>,
  ReturnType<typeof principalOf>,
];

const passphrases = [
  ["blue kettle morning", 3, 65_536],
  ["  Caf\u00e9 \ufb01sh \u2460\u00a0", 3, 65_536],
  ["\u96e8\u306e\u65e5", 4, 65_536],
] as const;
await write(
  "passphrase",
  passphrases.map(([text, t, kib]) => {
    const salt = random.bytes(16);
    const keys = must(stretchPassphrase(text, { t, kib, salt }));
    return {
      passphrase: text,
      utf8: normalizePassphrase(text),
      t,
      kib,
      salt,
      ...keys,
      loginPublicKey: loginPublicKey(keys.loginSeed),
    };
  }),
);

await write(
  "recovery-phrase",
  [new Uint8Array(32), new Uint8Array(32).fill(0xff), random.bytes(32)].map((entropy) => ({
    entropy,
    words: recoveryWordsOf(entropy).join(" "),
    seed: recoverySeedOf(entropy),
    lookupId: lookupIdOf(entropy),
  })),
);

export const epochs = [0, 1, 2].map((n) => createEpochKey(n, random)) as [
  ReturnType<typeof createEpochKey>,
  ReturnType<typeof createEpochKey>,
  ReturnType<typeof createEpochKey>,
];
export const identity = createVaultIdentity(epochs[0].key, vaultId);
export const docId = randomId<DocId>(random);
export const docTag = identity.docTagOf(docId);
const linkOf = (n: number): Uint8Array => {
  const [before, at] = [epochs[n - 1], epochs[n]];
  return before === undefined || at === undefined
    ? noEpochLink
    : sealEpochLink(at.key, before.key, { vaultId, n }, random);
};
await write("epoch", {
  vaultId,
  docTag,
  principal: { kind: device.kind, seed: device.seed },
  epochs: epochs.map(({ n, key }) => ({
    n,
    key,
    commitment: epochCommitment(key, { vaultId, n }),
    box: sealEpochBox(key, { vaultId, n }, device, random),
    link: linkOf(n),
    keys: {
      doc: envelopeKeyOf(key, docTag),
      vault: envelopeKeyOf(key, "0".repeat(32) as typeof docTag),
      eph: presenceKeyOf(key),
      label: labelKeyOf(key),
      compare: compareKeyOf(key),
      backup: backupKeyOf(key),
    },
  })),
});

const names: readonly (readonly [NameKind, string])[] = [
  ["tag", "rain"],
  ["tag", " Rain "],
  ["person", "Ana  Mar\u00eda"],
  ["person", "ana mari\u0301a"],
  ["place", "\u0130stanbul"],
  ["journal", "first"],
];
await write("ids", {
  vaultId,
  firstKey: epochs[0].key,
  docTags: [docId, randomId<DocId>(random)].map((id) => ({ docId: id, docTag: identity.docTagOf(id) })),
  fixed: (["taxonomy", "settings", "index"] as const).map((name) => ({
    name,
    docId: identity.fixedDocId(name),
  })),
  imported: [
    ["day one", "A1B2"],
    ["day", "oneA1B2"],
  ].map(([source, sourceId]) => ({
    source,
    sourceId,
    docId: identity.importedDocId(source as string, sourceId as string),
  })),
  names: names.map(([kind, name]) => ({ kind, name, id: identity.nameIdOf(kind, name) })),
});
