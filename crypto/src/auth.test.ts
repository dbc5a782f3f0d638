import { beforeAll, expect, test } from "vitest";
import { audienceOf, loginPublicKey, signAuth, signLogin, verifyAuth, verifyLogin } from "./auth.ts";
import { utf8 } from "./bytes.ts";
import { randomId, type VaultId } from "./ids.ts";
import { createPrincipal } from "./principal.ts";
import { ready } from "./sodium.ts";
import { seededRandom } from "./testing.ts";

beforeAll(() => ready);

test("a proof is of these frames, this origin, this vault, this principal, and nothing else", () => {
  const random = seededRandom(111);
  const device = createPrincipal("device", random.bytes(32));
  const other = createPrincipal("device", random.bytes(32));
  const claim = {
    hello: random.bytes(5),
    challenge: random.bytes(43),
    audience: "https://relay.example",
    vaultId: randomId<VaultId>(random),
    principalId: device.id,
  };
  const signature = signAuth(claim, device);
  expect(verifyAuth(claim, signature, device.edPub)).toBe(true);
  for (const over of [
    { hello: random.bytes(5) },
    { challenge: random.bytes(43) },
    { hello: claim.challenge, challenge: claim.hello },
    { audience: "https://relay.example:8443" },
    { vaultId: randomId<VaultId>(random) },
    { principalId: other.id },
  ])
    expect(verifyAuth({ ...claim, ...over }, signature, device.edPub)).toBe(false);
  expect(verifyAuth(claim, signature, other.edPub)).toBe(false);
  expect(verifyAuth(claim, signature.subarray(1), device.edPub)).toBe(false);
});

test("an audience is the origin, spelled with http(s), without default port, path or user", () => {
  expect(
    [
      "wss://Relay.example/v1/sync",
      "ws://127.0.0.1:8080/v1",
      "https://relay.example:443",
      "ftp://x",
      "relay",
    ].map(audienceOf),
  ).toEqual([
    "https://relay.example",
    "http://127.0.0.1:8080",
    "https://relay.example",
    undefined,
    undefined,
  ]);
  expect(audienceOf("wss://me:secret@relay.example")).toBe("https://relay.example");
});

test("a login proof is of this origin, handle and nonce; spelling of the handle does not matter", () => {
  const random = seededRandom(112);
  const [loginSeed, nonce] = [random.bytes(32), random.bytes(32)];
  const claim = { audience: "https://relay.example", handle: "An\u00e4", nonce };
  const edPub = loginPublicKey(loginSeed);
  const signature = signLogin(claim, loginSeed);
  expect(verifyLogin({ ...claim, handle: "ana\u0308" }, signature, edPub)).toBe(true);
  expect(verifyLogin({ ...claim, handle: "ana" }, signature, edPub)).toBe(false);
  expect(verifyLogin({ ...claim, audience: "https://other.example" }, signature, edPub)).toBe(false);
  expect(verifyLogin({ ...claim, nonce: random.bytes(32) }, signature, edPub)).toBe(false);
  expect(verifyLogin(claim, signature, createPrincipal("device", loginSeed).edPub)).toBe(false);
  expect(utf8(claim.handle)).not.toEqual(utf8("ana\u0308"));
});
