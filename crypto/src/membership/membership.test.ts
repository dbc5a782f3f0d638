/** I12: no record lets anyone in or takes a way in away without a slot's signature, from the first slot on. */
import { expect, test } from "vitest";
import { type Hash, type PrincipalId, type WriterId, zeroHash } from "../ids.ts";
import type { Principal } from "../principal.ts";
import { assert } from "../result.ts";
import { ready } from "../sodium.ts";
import { recordTypes } from "./body.ts";
import { addIntent, cosign, revokeIntent, slotIntent } from "./cosign.ts";
import { issueAdd, issueEpoch, issueRevoke, issueSlot, issueWriter } from "./issue.ts";
import { openEpochKeys } from "./keys.ts";
import { openLabel } from "./label.ts";
import { readMembershipLog } from "./reduce.ts";
import {
  currentEpoch,
  fenceOf,
  isWithinFence,
  liveDevices,
  livePrincipal,
  liveSlots,
  type MembershipState,
  writersOf,
} from "./state.ts";
import { testVault } from "./testing.ts";

await ready;

const must = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T => {
  assert(result.ok, `expected ok, got ${JSON.stringify(result)}`);
  return result.value;
};
const refusal = (result: { readonly ok: boolean; readonly error?: { readonly code: string } }) =>
  result.ok ? "accepted" : result.error?.code;

type Vault = ReturnType<typeof testVault>;
const added = (vault: Vault, state = vault.state, epochKey = vault.epochKey) => {
  const phone = vault.newPrincipal("device");
  const writerIds = vault.newWriters();
  const issued = must(
    issueAdd(vault.deps, state, {
      signer: vault.device,
      epochKey,
      edPub: phone.edPub,
      xPub: phone.xPub,
      writerIds,
      label: "Ana's phone",
      coSignature: cosign(
        vault.passphrase,
        state.vaultId,
        recordTypes.add,
        addIntent(phone.edPub, phone.xPub),
      ),
    }),
  );
  return { phone, writerIds, ...issued };
};
const revokeOf = (
  vault: Vault,
  state: MembershipState,
  ids: readonly PrincipalId[],
  heads: ReadonlyMap<WriterId, { wseq: number; hash: Hash }> = new Map(),
  signer: Principal = vault.device,
) =>
  issueRevoke(vault.deps, state, {
    signer,
    epochKey: vault.epochKey,
    principalIds: ids,
    heads,
    cut: false,
    coSignature: cosign(vault.passphrase, state.vaultId, recordTypes.revoke, revokeIntent(ids)),
  });

test("a new vault reads back from its four items: one device, two slots, E_0 for each of them", () => {
  const vault = testVault(1);
  const log = must(readMembershipLog(vault.records.map((record) => record.item)));
  expect(log.state).toEqual(vault.state);
  expect(liveDevices(log.state).map((member) => member.id)).toEqual([vault.device.id]);
  expect(liveSlots(log.state).map((member) => member.kind)).toEqual(["passphrase", "recovery"]);
  for (const principal of [vault.device, vault.passphrase, vault.phrase])
    expect(must(openEpochKeys(log.state, principal)).get(0)).toEqual(vault.epochKey.key);
});

test("an added device opens the epoch in force, walks back to E_0 and has its name and four writers", () => {
  const vault = testVault(2);
  const renewed = must(
    issueEpoch(vault.deps, vault.state, { signer: vault.device, epochKey: vault.epochKey }),
  );
  const { phone, state, writerIds } = added(vault, renewed.state, renewed.epochKey);
  const keys = must(openEpochKeys(state, phone));
  expect([...keys.keys()].sort()).toEqual([0, 1]);
  expect(keys.get(0)).toEqual(vault.epochKey.key);
  const member = livePrincipal(state, phone.id)!;
  expect(openLabel(renewed.epochKey.key, phone.id, member.label!)).toBe("Ana's phone");
  expect(writersOf(state, phone.id)).toEqual(writerIds);
});

test("an open screen alone lets no device in", () => {
  const vault = testVault(3);
  const thief = vault.newPrincipal("device");
  const request = {
    signer: vault.device,
    epochKey: vault.epochKey,
    edPub: thief.edPub,
    xPub: thief.xPub,
    writerIds: vault.newWriters(),
    label: "x",
  };
  const intent = addIntent(thief.edPub, thief.xPub);
  const { vaultId } = vault.state;
  expect(refusal(issueAdd(vault.deps, vault.state, request))).toBe("cosignature-missing");
  const byDevice = cosign(vault.device, vaultId, recordTypes.add, intent);
  expect(refusal(issueAdd(vault.deps, vault.state, { ...request, coSignature: byDevice }))).toBe(
    "cosigner-not-live-slot",
  );
  const forOther = cosign(
    vault.passphrase,
    vaultId,
    recordTypes.add,
    addIntent(vault.device.edPub, thief.xPub),
  );
  expect(refusal(issueAdd(vault.deps, vault.state, { ...request, coSignature: forOther }))).toBe(
    "cosignature",
  );
  const good = cosign(vault.passphrase, vaultId, recordTypes.add, intent);
  expect(refusal(issueAdd(vault.deps, vault.state, { ...request, coSignature: good }))).toBe("accepted");
});

test("a slot lets in the device it opened, by its own signature and without another", () => {
  const vault = testVault(4);
  const laptop = vault.newPrincipal("device");
  const request = {
    signer: vault.phrase,
    epochKey: vault.epochKey,
    edPub: laptop.edPub,
    xPub: laptop.xPub,
    writerIds: vault.newWriters(),
    label: "Laptop",
  };
  expect(refusal(issueAdd(vault.deps, vault.state, request))).toBe("accepted");
  const unasked = cosign(
    vault.passphrase,
    vault.state.vaultId,
    recordTypes.add,
    addIntent(laptop.edPub, laptop.xPub),
  );
  expect(refusal(issueAdd(vault.deps, vault.state, { ...request, coSignature: unasked }))).toBe(
    "cosignature-unasked",
  );
  expect(
    refusal(issueWriter(vault.deps, vault.state, { signer: vault.phrase, writerIds: vault.newWriters(1) })),
  ).toBe("signer-not-device");
});

test("a revoked device keeps its fence, loses the new epoch, and its id never returns", () => {
  const vault = testVault(5);
  const { phone, writerIds, state } = added(vault);
  const hash = vault.newHash();
  const heads = new Map([[writerIds[0]!, { wseq: 7, hash }]]);
  const revoked = must(revokeOf(vault, state, [phone.id], heads));
  expect(fenceOf(revoked.state, writerIds[0]!)).toEqual({ state: "fenced", wseq: 7, hash });
  expect(isWithinFence(revoked.state, writerIds[0]!, 7)).toBe(true);
  expect(isWithinFence(revoked.state, writerIds[0]!, 8)).toBe(false);
  expect(fenceOf(revoked.state, writerIds[1]!)).toEqual({ state: "fenced", wseq: 0, hash: zeroHash });
  expect(isWithinFence(revoked.state, writerIds[1]!, 0)).toBe(false);
  expect(isWithinFence(revoked.state, vault.writerIds[0]!, 99)).toBe(true);
  expect([...must(openEpochKeys(revoked.state, phone)).keys()]).toEqual([0]);
  expect([...must(openEpochKeys(revoked.state, vault.device)).keys()].sort()).toEqual([0, 1]);
  const again = issueAdd(vault.deps, revoked.state, {
    signer: vault.phrase,
    epochKey: revoked.epochKey,
    edPub: phone.edPub,
    xPub: phone.xPub,
    writerIds: vault.newWriters(),
    label: "back",
  });
  expect(refusal(again)).toBe("id-known");
  expect(
    refusal(issueWriter(vault.deps, revoked.state, { signer: phone, writerIds: vault.newWriters(1) })),
  ).toBe("signer-not-live");
});

test("two devices revoking each other: the first record wins", () => {
  const vault = testVault(6);
  const { phone, state } = added(vault);
  const first = must(revokeOf(vault, state, [vault.device.id], new Map(), phone));
  expect(refusal(revokeOf(vault, state, [phone.id]))).toBe("accepted"); // control: on the old head it would do
  const late = issueRevoke(vault.deps, first.state, {
    signer: vault.device,
    epochKey: first.epochKey,
    principalIds: [phone.id],
    heads: new Map(),
    cut: false,
    coSignature: cosign(vault.passphrase, state.vaultId, recordTypes.revoke, revokeIntent([phone.id])),
  });
  expect(late.ok).toBe(false);
});

test("nobody revokes themselves, the unknown, nobody, or the last slot", () => {
  const vault = testVault(7);
  expect(refusal(revokeOf(vault, vault.state, [vault.device.id]))).toBe("revoke-self");
  expect(refusal(revokeOf(vault, vault.state, []))).toBe("revoke-empty");
  expect(refusal(revokeOf(vault, vault.state, [vault.newPrincipal("device").id]))).toBe("revoke-not-live");
  expect(refusal(revokeOf(vault, vault.state, [vault.passphrase.id, vault.phrase.id]))).toBe("last-slot");
  expect(refusal(revokeOf(vault, vault.state, [vault.passphrase.id]))).toBe("accepted"); // the revoked one may consent
});

test("a changed passphrase is a new principal with new keys, consented to by an old way in", () => {
  const vault = testVault(8);
  const slot = vault.newPrincipal("passphrase");
  const replaces = { oldId: vault.passphrase.id, oldSeed: vault.passphrase.seed };
  const intent = slotIntent({
    kind: 2,
    edPub: slot.edPub,
    xPub: slot.xPub,
    oldId: vault.passphrase.id,
    lookupId: "0".repeat(32),
    slotHash: zeroHash,
  });
  const coSignature = cosign(vault.passphrase, vault.state.vaultId, recordTypes.slot, intent);
  const request = { signer: vault.device, epochKey: vault.epochKey, slot, replaces, coSignature };
  const changed = must(issueSlot(vault.deps, vault.state, request));
  expect(currentEpoch(changed.state)).toBe(1);
  expect(livePrincipal(changed.state, vault.passphrase.id)).toBeUndefined();
  expect([...must(openEpochKeys(changed.state, slot)).keys()].sort()).toEqual([0, 1]);
  expect([...must(openEpochKeys(changed.state, vault.passphrase)).keys()]).toEqual([0]);
  const { coSignature: _, ...without } = request;
  expect(refusal(issueSlot(vault.deps, vault.state, without))).toBe("cosignature-missing");
  const device = { ...request, replaces: { oldId: vault.device.id, oldSeed: undefined } };
  expect(issueSlot(vault.deps, vault.state, device).ok).toBe(false);
});

test("a writerId, or its first eight bytes, is used once in a vault and is never zero", () => {
  const vault = testVault(9);
  const taken = vault.writerIds[0]!;
  const twin = (taken.slice(0, 16) + "f".repeat(16)) as WriterId;
  const zeros = ("0".repeat(16) + "a".repeat(16)) as WriterId;
  const [fresh] = vault.newWriters(1);
  const issue = (writerIds: readonly WriterId[]) =>
    refusal(issueWriter(vault.deps, vault.state, { signer: vault.device, writerIds }));
  expect(issue([fresh!])).toBe("accepted");
  for (const ids of [[taken], [twin], [zeros], [fresh!, fresh!]]) expect(issue(ids)).toBe("writer-taken");
  expect(issue([])).toBe("writers-missing");
});

test("an issuer with an old epoch key issues nothing", () => {
  const vault = testVault(10);
  const renewed = must(
    issueEpoch(vault.deps, vault.state, { signer: vault.device, epochKey: vault.epochKey }),
  );
  const stale = issueEpoch(vault.deps, renewed.state, { signer: vault.device, epochKey: vault.epochKey });
  expect(refusal(stale)).toBe("epoch-key");
});
