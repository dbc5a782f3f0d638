/** Sign-in by handle, recovery by words, and what a journal's own devices may ask and end. */
import {
  cosign,
  cosignedTypes,
  createPrincipal,
  fromBase64Url,
  type Hash,
  hash256,
  idOf,
  issueSlot,
  loginPublicKey,
  ready,
  sealSlot,
  signLogin,
  slotIntent,
  systemRandom,
  toBase64Url,
  zeroId,
} from "@whisperwell/crypto";
import { beforeAll, expect, test } from "vitest";
import { askToken, dial, exchange, post, publishVault, startTestRelay } from "../testing/running.ts";
import { createTestVault, createTestWriter, whole } from "../testing/vault.ts";
import { decodeFrames, paths } from "../wire/index.ts";

beforeAll(() => ready);

const setUp = async () => {
  const relay = await startTestRelay();
  const vault = createTestVault();
  await publishVault(relay.port, vault);
  const tokenOf = async (scope: "account" | "sync") =>
    ((await (await askToken(relay.port, relay.url, vault, vault.device, scope)).json()) as { token: string })
      .token;
  const account = await tokenOf("account");
  const ask = (body: object) => post(relay.port, paths.account, body, { authorization: `Bearer ${account}` });
  return { relay, vault, tokenOf, ask, [Symbol.asyncDispose]: relay[Symbol.asyncDispose] };
};
type World = Awaited<ReturnType<typeof setUp>>;

/** A passphrase with sign-in switched on: a new principal whose slot's hash stands in the log. */
const switchOn = async ({ vault, relay, tokenOf }: World) => {
  const slot = createPrincipal("passphrase", systemRandom.bytes(32));
  const { vaultId, genesisHash, mseq, head } = vault.state;
  const salt = systemRandom.bytes(16);
  const sealed = sealSlot(
    {
      kind: "passphrase",
      vaultId,
      genesisHash,
      holder: slot.id,
      gen: 1,
      mark: { mseq, mhash: head },
      kdf: { t: 3, kib: 65536, salt },
    },
    systemRandom.bytes(32),
    slot.seed,
    systemRandom,
  );
  const slotHash = idOf<Hash>(hash256(sealed.bytes));
  const replaces = { oldId: vault.passphrase.id, oldSeed: vault.passphrase.seed };
  const intent = slotIntent({
    kind: 2,
    edPub: slot.edPub,
    xPub: slot.xPub,
    oldId: vault.passphrase.id,
    lookupId: zeroId,
    slotHash,
  });
  const issued = issueSlot({ random: systemRandom, clock: { now: () => 0 } }, vault.state, {
    signer: vault.device,
    epochKey: vault.epochKey,
    slot,
    slotHash,
    replaces,
    coSignature: cosign(vault.passphrase, vaultId, cosignedTypes.slot, intent),
  } as never);
  if (!issued.ok) throw new Error(issued.error.code);
  const token = await tokenOf("sync");
  const [answer] = await exchange(relay.port, token, [
    { type: "append", req: 1, items: [whole(issued.value.item)] },
  ]);
  expect(answer).toMatchObject({ type: "ack" });
  const seed = systemRandom.bytes(32);
  return { slot: sealed.bytes, salt, seed, loginKey: loginPublicKey(seed), state: issued.value.state };
};

const begin = async (port: number, handle: string) =>
  (await (await post(port, paths.signIn, { handle })).json()) as { salt: string; nonce: string };
const prove = (port: number, audience: string, handle: string, nonce: string, seed: Uint8Array) => {
  const bytes = fromBase64Url(nonce)!;
  const signature = toBase64Url(signLogin({ audience, handle, nonce: bytes }, seed));
  return post(port, paths.signIn, { handle, nonce, signature });
};

test("a handle set with the slot the log names gives vault and slot to who proves the passphrase, once a nonce", async () => {
  await using world = await setUp();
  const { port, url } = world.relay;
  const { slot, salt, seed, loginKey } = await switchOn(world);
  const setting = {
    op: "set-sign-in",
    handle: "Ana",
    loginKey: toBase64Url(loginKey),
    slot: toBase64Url(slot),
  };
  expect((await world.ask(setting)).status).toBe(204);
  const begun = await begin(port, "ANA");
  expect(fromBase64Url(begun.salt)).toEqual(salt);
  expect((await prove(port, url, "ana", begun.nonce, systemRandom.bytes(32))).status).toBe(401);
  const proven = await prove(port, url, "ana", begun.nonce, seed);
  expect(await proven.json()).toEqual({ vaultId: world.vault.state.vaultId, slot: toBase64Url(slot) });
  expect((await prove(port, url, "ana", begun.nonce, seed)).status).toBe(401);
  expect((await world.ask({ op: "remove-sign-in" })).status).toBe(204);
  const again = await begin(port, "ana");
  expect((await prove(port, url, "ana", again.nonce, seed)).status).toBe(401);
});

test("a handle nobody has is asked and refused as one whose proof is wrong, with the same salt each time", async () => {
  await using world = await setUp();
  const { port, url } = world.relay;
  const { slot, loginKey } = await switchOn(world);
  const setting = {
    op: "set-sign-in",
    handle: "ana",
    loginKey: toBase64Url(loginKey),
    slot: toBase64Url(slot),
  };
  await world.ask(setting);
  const [known, unknown, unknownAgain] = [
    await begin(port, "ana"),
    await begin(port, "berta"),
    await begin(port, "berta"),
  ];
  expect(unknown.salt).toBe(unknownAgain.salt);
  expect(fromBase64Url(unknown.salt)).toHaveLength(fromBase64Url(known.salt)!.length);
  const wrong = systemRandom.bytes(32);
  const refusals = [
    await prove(port, url, "ana", known.nonce, wrong),
    await prove(port, url, "berta", unknown.nonce, wrong),
  ];
  expect(await refusals[1]!.text()).toBe(await refusals[0]!.text());
  expect(refusals[1]!.status).toBe(refusals[0]!.status);
  // A nonce is for the handle it was given for.
  expect((await prove(port, url, "ana", unknown.nonce, wrong)).status).toBe(401);
});

test("a slot the log does not name is no sign-in; too many tries of one handle wait", async () => {
  await using world = await setUp();
  const { slot, loginKey } = await switchOn(world);
  const other = slot.slice();
  other[240] = other[240]! ^ 1;
  const setting = { op: "set-sign-in", handle: "ana", loginKey: toBase64Url(loginKey) };
  expect((await world.ask({ ...setting, slot: toBase64Url(other) })).status).toBe(422);
  expect((await world.ask({ ...setting, slot: "AAAA" })).status).toBe(400);
  const statuses: number[] = [];
  for (let i = 0; i < 25; i++)
    statuses.push((await post(world.relay.port, paths.signIn, { handle: "ana" })).status);
  expect(new Set(statuses)).toEqual(new Set([200, 429]));
});

test("recovery words find the vault; a slot reads, and appends nothing but what lets a device in", async () => {
  await using world = await setUp();
  const { relay, vault } = world;
  const lookupId = [...vault.state.principals.values()].find((member) => member.lookupId)!.lookupId;
  const found = await post(relay.port, paths.recover, { lookupId });
  expect(await found.json()).toEqual({ vaultId: vault.state.vaultId });
  expect((await post(relay.port, paths.recover, { lookupId: "0".repeat(32) })).status).toBe(404);
  const client = dial(relay.port);
  await client.signIn(vault.state.vaultId, vault.phrase, relay.url);
  await client.next("ready");
  const writer = createTestWriter(vault, vault.device, vault.writerIds[0]!);
  expect(await client.append(1, writer.write(1))).toMatchObject({ type: "nack", code: "record" });
});

test("a journal's devices and its whole feed are told to its own; its end needs a slot's word, once", async () => {
  await using world = await setUp();
  const { relay, vault } = world;
  const client = dial(relay.port);
  await client.signIn(vault.state.vaultId, vault.device, relay.url);
  await client.next("ready");
  const devices = (await (await world.ask({ op: "devices" })).json()) as {
    devices: { principalId: string; kind: string; live: boolean; online: boolean }[];
  };
  expect(devices.devices.filter(({ online }) => online)).toEqual([
    { principalId: vault.device.id, kind: "device", live: true, online: true },
  ]);
  expect(devices.devices.map(({ kind }) => kind).sort()).toEqual(["device", "passphrase", "recovery"]);
  const exported = decodeFrames(new Uint8Array(await (await world.ask({ op: "export" })).arrayBuffer()));
  expect(exported).toHaveLength(1);

  const { nonce } = (await (await world.ask({ op: "nonce" })).json()) as { nonce: string };
  const consent = (signer: typeof vault.device) => {
    const { cosignerId, signature } = cosign(
      signer,
      vault.state.vaultId,
      cosignedTypes.account,
      fromBase64Url(nonce)!,
    );
    return { op: "delete", nonce, cosignerId, signature: toBase64Url(signature) };
  };
  expect((await world.ask(consent(vault.device))).status).toBe(401);
  expect((await world.ask(consent(vault.passphrase))).status).toBe(204);
  expect(await client.next("goaway")).toMatchObject({ code: "closed" });
  expect((await world.ask({ op: "devices" })).status).toBe(401);
});
