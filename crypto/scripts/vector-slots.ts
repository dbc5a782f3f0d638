/** Slots, what lies on a device, presence, and what is signed for a relay. */
import {
  authMessage,
  type JournalId,
  localKeysOf,
  loginMessage,
  loginPublicKey,
  passkeyKek,
  randomId,
  type SessionId,
  sealLocalKey,
  sealLocalRecord,
  sealOldSeed,
  sealPresence,
  sealSlot,
  sessionPrefixOf,
  signAuth,
  signLogin,
  stretchPassphrase,
  utf8,
  wrapDeviceSeed,
} from "../src/index.ts";
import { keyring } from "./vector-envelopes.ts";
import {
  device,
  docId,
  epochs,
  genesisHash,
  message,
  passkey,
  passphrase,
  principalOf,
  recovery,
  vaultId,
} from "./vector-keys.ts";
import { hash, must, random, write } from "./vector-tools.ts";

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
