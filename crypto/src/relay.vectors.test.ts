/** What crosses the wire outside envelopes: presence, and the strings signed for a relay. */
import sodium from "libsodium-wrappers";
import { beforeAll, expect, test } from "vitest";
import { authMessage, loginMessage, verifyAuth, verifyLogin } from "./auth.ts";
import { fromHex, toHex } from "./bytes.ts";
import { createKeyring } from "./epoch.ts";
import type { PrincipalId, VaultId } from "./ids.ts";
import { openPresence } from "./presence.ts";
import { ready } from "./sodium.ts";
import {
  derived,
  hashed,
  hex,
  hexOf,
  int,
  join,
  keysOfSeed,
  lengthPrefixed,
  opened,
  signatureHolds,
  text,
  vectorsOf,
} from "./vectors-testing.ts";

beforeAll(() => ready);

interface PresenceVectors {
  readonly vaultId: VaultId;
  readonly epoch: { readonly n: number; readonly key: string };
  readonly presence: {
    readonly deviceId: string;
    readonly session: string;
    readonly counter: number;
    readonly heard: readonly string[];
    readonly docId: string;
    readonly awareness: string;
  };
  readonly frame: string;
}
test("a presence frame is laid out, sealed and opened as written", () => {
  const { vaultId, epoch, presence, frame } = vectorsOf<PresenceVectors>("presence");
  const raw = hex(frame);
  expect(hexOf(raw.subarray(0, 4))).toBe(int(epoch.n, 4));
  const aad = join(text("ww/1/eph"), vaultId, int(epoch.n, 4));
  const padded = opened(derived(hex(epoch.key), "eph"), raw.subarray(4), aad);
  const content = join(
    presence.deviceId,
    presence.session,
    int(presence.counter, 8),
    int(presence.heard.length, 1),
    ...presence.heard,
    presence.docId,
    int(presence.awareness.length / 2, 1),
    presence.awareness,
  );
  expect(hexOf(padded)).toBe((int(content.length, 4) + hexOf(content)).padEnd(512, "0"));
  const keyring = createKeyring(vaultId, [{ n: epoch.n, key: fromHex(epoch.key) }]);
  const read = openPresence(fromHex(frame), keyring);
  if (!read.ok) throw new Error(read.error.code);
  expect({ ...read.value.presence, awareness: toHex(read.value.presence.awareness) }).toEqual(presence);
});

interface AuthVectors {
  readonly auth: {
    readonly hello: string;
    readonly challenge: string;
    readonly audience: string;
    readonly vaultId: VaultId;
    readonly seed: string;
    readonly principalId: PrincipalId;
    readonly message: string;
    readonly signature: string;
  };
  readonly login: {
    readonly audience: string;
    readonly handle: string;
    readonly nonce: string;
    readonly loginSeed: string;
    readonly publicKey: string;
    readonly message: string;
    readonly signature: string;
  };
}
const { auth, login } = vectorsOf<AuthVectors>("auth");

test("the proof for a socket is signed over the string as written", () => {
  const frames = hashed(join(hashed(hex(auth.hello)), hashed(hex(auth.challenge))));
  const message = join(
    text("ww/auth/1"),
    frames,
    lengthPrefixed(auth.audience),
    auth.vaultId,
    auth.principalId,
  );
  expect(hexOf(message)).toBe(auth.message);
  const { publicKey } = keysOfSeed(hex(auth.seed)).ed;
  expect(signatureHolds(auth.signature, message, publicKey)).toBe(true);
  const claim = { ...auth, hello: fromHex(auth.hello), challenge: fromHex(auth.challenge) };
  expect(toHex(authMessage(claim))).toBe(auth.message);
  expect(verifyAuth(claim, fromHex(auth.signature), publicKey)).toBe(true);
});

test("the proof for a sign-in is signed over the string as written, by the login seed as it is", () => {
  const handle = login.handle.normalize("NFKC").toLowerCase();
  const message = join(
    text("ww/login/1"),
    lengthPrefixed(login.audience),
    lengthPrefixed(handle),
    login.nonce,
  );
  expect(hexOf(message)).toBe(login.message);
  expect(hexOf(sodium.crypto_sign_seed_keypair(hex(login.loginSeed)).publicKey)).toBe(login.publicKey);
  expect(signatureHolds(login.signature, message, login.publicKey)).toBe(true);
  const claim = { ...login, nonce: fromHex(login.nonce) };
  expect(toHex(loginMessage(claim))).toBe(login.message);
  expect(verifyLogin(claim, fromHex(login.signature), fromHex(login.publicKey))).toBe(true);
});
