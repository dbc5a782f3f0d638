/**
 * Writes the golden vectors of keys, slots, envelopes and contents (crypto/vectors/*.json) from a seed. Formats are
 * final: run it to add a vector, never to make a failing test pass. The tests check the files without this script.
 */
import { writeFile } from "node:fs/promises";
import { deflateRaw } from "pako";
import {
  authMessage,
  type BlobId,
  backupKeyOf,
  codePayload,
  compareKeyOf,
  createEpochKey,
  createKeyring,
  createPrincipal,
  createVaultIdentity,
  type DocId,
  encodeAny,
  encodeBlobRef,
  encodeContent,
  encodeEnvelope,
  encodeTombstoneExt,
  envelopeKeyOf,
  epochCommitment,
  type Hash,
  hlcOf,
  type JournalId,
  labelKeyOf,
  localKeysOf,
  loginMessage,
  loginPublicKey,
  lookupIdOf,
  type NameKind,
  noEpochLink,
  normalizePassphrase,
  type PrincipalKind,
  pad,
  paddedSize,
  passkeyKek,
  presenceKeyOf,
  randomId,
  ready,
  recoverySeedOf,
  recoveryWordsOf,
  type SessionId,
  sealBox,
  sealEnvelope,
  sealEpochBox,
  sealEpochLink,
  sealLocalKey,
  sealLocalRecord,
  sealOldSeed,
  sealPresence,
  sealSlot,
  seenOf,
  sessionPrefixOf,
  signAuth,
  signEnvelope,
  signLogin,
  stretchPassphrase,
  stubOf,
  toHex,
  utf8,
  type VaultId,
  type WriterId,
  wrapDeviceSeed,
} from "../src/index.ts";
import { assert, type Result } from "../src/result.ts";
import { seededRandom } from "../src/testing.ts";

await ready;

const must = <T, E>(result: Result<T, E>): T => {
  assert(result.ok, "every vector can be made");
  return result.value;
};
/** Byte strings as hex, absent values left out. */
const plain = (_key: string, value: unknown): unknown => (value instanceof Uint8Array ? toHex(value) : value);
const write = (name: string, vectors: unknown) =>
  writeFile(new URL(`../vectors/${name}.json`, import.meta.url), `${JSON.stringify(vectors, plain, 2)}\n`);

const random = seededRandom(20_261_124);
const hash = () => toHex(random.bytes(32)) as Hash;
const vaultId = randomId<VaultId>(random);
const genesisHash = `${vaultId}${toHex(random.bytes(16))}` as Hash;
const principalOf = (kind: PrincipalKind) => createPrincipal(kind, random.bytes(32));

const principals = (["device", "passphrase", "recovery", "passkey"] as const).map(principalOf);
const message = utf8("a sealed box has no sender");
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
const [device, passphrase, recovery, passkey] = principals as [
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

const epochs = [0, 1, 2].map((n) => createEpochKey(n, random)) as [
  ReturnType<typeof createEpochKey>,
  ReturnType<typeof createEpochKey>,
  ReturnType<typeof createEpochKey>,
];
const identity = createVaultIdentity(epochs[0].key, vaultId);
const docId = randomId<DocId>(random);
const docTag = identity.docTagOf(docId);
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

const keyring = createKeyring(vaultId, epochs);
const writerId = randomId<WriterId>(random);
const otherWriter = randomId<WriterId>(random);
const row = { title: "Rain", favourite: false, counts: { words: 3 } };
const fields = {
  hlc: hlcOf(1_795_518_000_123, 7),
  docId,
  seen: [seenOf({ writerId: otherWriter, wseq: 812, hash: hash() })],
  blobIds: [randomId<BlobId>(random)],
  codec: 0,
  payload: utf8("not a Yjs update, but bytes"),
  row: encodeAny(row),
};
const content = encodeContent(fields);
const deps = { keyring, random, signer: device.id };
const place = { vaultId, writerId, wseq: 41, epoch: 2, docTag, prev: hash() };
const commit = signEnvelope(must(sealEnvelope({ kind: "commit", ...place }, content, deps)), device);
const tombstoneExt = encodeTombstoneExt({
  covers: [{ writerId, wseq: 41 }],
  successor: undefined,
  cosign: undefined,
});
const tombstoneContent = encodeContent({ ...fields, payload: new Uint8Array(0), row: undefined });
const tombstone = signEnvelope(
  must(
    sealEnvelope(
      { kind: "tombstone", ...place, wseq: 42, prev: commit.hash, ext: tombstoneExt },
      tombstoneContent,
      deps,
    ),
  ),
  device,
);
const checkpointContent = encodeContent({ ...fields, docId: undefined, row: undefined });
const checkpointExt = new Uint8Array(4);
const checkpoint = signEnvelope(
  must(
    sealEnvelope(
      {
        kind: "checkpoint",
        ...place,
        docTag: "0".repeat(32) as typeof docTag,
        wseq: 43,
        prev: tombstone.hash,
        ext: checkpointExt,
      },
      checkpointContent,
      deps,
    ),
  ),
  device,
);
await write("envelope-v1", {
  device: { seed: device.seed, edPub: device.edPub },
  vaultId,
  writerId,
  epoch: { n: 2, key: epochs[2].key },
  envelopes: [
    { kind: 1, wseq: 41, docTag, prev: place.prev, ext: undefined, content, sealed: commit },
    {
      kind: 6,
      wseq: 42,
      docTag,
      prev: commit.hash,
      ext: tombstoneExt,
      content: tombstoneContent,
      sealed: tombstone,
    },
    {
      kind: 3,
      wseq: 43,
      docTag: "0".repeat(32),
      prev: tombstone.hash,
      ext: checkpointExt,
      content: checkpointContent,
      sealed: checkpoint,
    },
  ].map(({ sealed, ...rest }) => ({
    ...rest,
    hash: sealed.hash,
    whole: encodeEnvelope(sealed),
    stub: encodeEnvelope(stubOf(sealed)),
  })),
});

const deflatable = utf8(Array.from({ length: 300 }, (_, i) => `line ${i * i}`).join("\n"));
await write("content", {
  firstKey: epochs[0].key,
  vaultId,
  contents: [
    { fields: { ...fields, row }, bytes: content, padded: pad(content) },
    {
      fields: { ...fields, row: undefined, otherFlags: 2, rest: utf8("later") },
      bytes: encodeContent({ ...fields, row: undefined, otherFlags: 2, rest: utf8("later") }),
    },
  ],
  sizes: [0, 1, 252, 253, 508, 509, 1020, 1021, 5000, 65_532, 65_533, 500_000].map((length) => ({
    length,
    padded: paddedSize(length),
  })),
  deflate: {
    plain: deflatable,
    deflated: codePayload(deflatable, { mayDeflate: true, otherBytes: 60 }).payload,
    bomb: deflateRaw(new Uint8Array(200_000)),
  },
  blobRef: (() => {
    const ref = {
      blobId: randomId<BlobId>(random),
      key: random.bytes(32),
      size: 2_000_000,
      chunkIds: [hash(), hash()],
      codec: 1,
    };
    return { ref, bytes: encodeBlobRef(ref) };
  })(),
});

const mark = { mseq: 4, mhash: hash() };
const slotPlace = { vaultId, genesisHash, gen: 2, mark };
const kdf = { t: 3, kib: 65_536, salt: random.bytes(16) };
const kek = must(stretchPassphrase("blue kettle morning", kdf)).kek;
const prf = random.bytes(32);
const journalId = randomId<JournalId>(random);
const journalKey = random.bytes(32);
await write("slot", [
  {
    kind: "passphrase",
    passphrase: "blue kettle morning",
    kek,
    secret: passphrase.seed,
    slot: sealSlot(
      { ...slotPlace, kind: "passphrase", holder: passphrase.id, kdf },
      kek,
      passphrase.seed,
      random,
    ),
  },
  {
    kind: "passkey",
    prf,
    kek: passkeyKek(prf, passkey.id),
    secret: passkey.seed,
    slot: sealSlot(
      { ...slotPlace, kind: "passkey", holder: passkey.id, kdf: undefined },
      passkeyKek(prf, passkey.id),
      passkey.seed,
      random,
    ),
  },
  {
    kind: "journal",
    passphrase: "blue kettle morning",
    kek,
    secret: journalKey,
    slot: sealSlot({ ...slotPlace, kind: "journal", holder: journalId, kdf }, kek, journalKey, random),
  },
]);

const localKey = random.bytes(32);
const localPlace = { vaultId, deviceId: device.id };
const record = { store: "rows", key: "3" };
const newPassphrase = principalOf("passphrase");
await write("local", {
  vaultId,
  deviceSeed: device.seed,
  localKey,
  keys: localKeysOf(localKey),
  boxes: [passphrase, recovery, passkey].map((slot) => ({
    kind: slot.kind,
    seed: slot.seed,
    box: sealLocalKey(localKey, localPlace, slot, random),
  })),
  wrappedSeed: wrapDeviceSeed(localKeysOf(localKey).device, device, vaultId, random),
  record: {
    ...record,
    plaintext: message,
    sealed: sealLocalRecord(localKeysOf(localKey).cache, record, message, random),
  },
  oldSeed: {
    oldSeed: passphrase.seed,
    newSeed: newPassphrase.seed,
    box: sealOldSeed(passphrase, newPassphrase, vaultId, random),
  },
});

const presence = {
  deviceId: device.id,
  session: randomId<SessionId>(random),
  counter: 9,
  heard: [sessionPrefixOf(randomId<SessionId>(random))],
  docId,
  awareness: utf8("awareness"),
};
await write("presence", {
  vaultId,
  epoch: { n: 2, key: epochs[2].key },
  presence,
  frame: must(sealPresence(presence, 2, keyring, random)),
});

const claim = {
  hello: random.bytes(4),
  challenge: random.bytes(43),
  audience: "https://relay.example",
  vaultId,
};
const login = { audience: "https://relay.example", handle: "An\u00e4", nonce: random.bytes(32) };
const loginSeed = random.bytes(32);
await write("auth", {
  auth: {
    ...claim,
    seed: device.seed,
    principalId: device.id,
    message: authMessage({ ...claim, principalId: device.id }),
    signature: signAuth(claim, device),
  },
  login: {
    ...login,
    loginSeed,
    publicKey: loginPublicKey(loginSeed),
    message: loginMessage(login),
    signature: signLogin(login, loginSeed),
  },
});
