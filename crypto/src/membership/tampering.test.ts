/** What a relay, a thief or a broken disk can do to the log: each ends in one named refusal, never in another state. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { concat, u8 } from "../bytes.ts";
import { createEnvelope, encodeEnvelope, parseEnvelope, signEnvelope, stubOf } from "../envelope.ts";
import { type WriterId, zeroHash } from "../ids.ts";
import type { Principal } from "../principal.ts";
import { assert } from "../result.ts";
import { ready } from "../sodium.ts";
import { type EpochBlock, encodeRecordBody, type Fence, type RecordBody, type RecordFields } from "./body.ts";
import { cosign, intentOf } from "./cosign.ts";
import { openEpochKeys } from "./keys.ts";
import { readMembershipLog, reduceMembership } from "./reduce.ts";
import { headerEpoch, type MembershipState } from "./state.ts";
import { membershipStory } from "./story.ts";
import { testVault } from "./testing.ts";

await ready;
const seed = 4711;
const story = membershipStory(1);
const items = story.records.map((record) => record.item);
const logCode = (list: readonly Uint8Array[]) => {
  const log = readMembershipLog(list);
  return log.ok ? "ok" : log.error.code;
};
/** The story's record at `mseq`, changed, signed again by its own signer, and read on the state before it. */
const resigned = (mseq: number, change: (body: RecordBody) => RecordBody, signer?: Principal) => {
  const { envelope, body } = story.records[mseq]!;
  const owner = [story.device, story.phone].find((device) => device.id === body.signerId);
  const by = signer ?? owner;
  assert(by !== undefined, "the story is signed by its two devices");
  const changed = change(body);
  const parsed = parseEnvelope(
    encodeEnvelope(signEnvelope(createEnvelope(envelope.header, encodeRecordBody(changed), by.id), by)),
  );
  assert(parsed.ok, "parses");
  const step = reduceMembership(story.records[mseq - 1]?.state, parsed.value);
  return step.ok ? "accepted" : step.error.code;
};
const fields =
  <T extends RecordFields["type"]>(
    type: T,
    change: (f: Extract<RecordFields, { type: T }>) => RecordFields,
  ) =>
  (body: RecordBody): RecordBody => {
    assert(body.fields.type === type, "the story's order");
    return { ...body, fields: change(body.fields as Extract<RecordFields, { type: T }>) };
  };
const [ADD, WRITER, SLOT, REVOKE, EPOCH] = [4, 5, 6, 7, 8];
const unchanged = (body: RecordBody) => body;

test("the story is accepted as it is", () => {
  expect(logCode(items)).toBe("ok"); // control for everything below
  for (let mseq = 0; mseq < items.length; mseq++) expect(resigned(mseq, unchanged)).toBe("accepted");
});

test(`a log with any bit flipped is refused (seed ${seed})`, () =>
  fc.assert(
    fc.property(fc.nat(items.length - 1), fc.nat(), fc.nat(7), (record, at, bit) => {
      const flipped = items[record]!.slice();
      flipped[at % flipped.length]! ^= 1 << bit;
      expect(logCode(items.with(record, flipped))).not.toBe("ok");
    }),
    { seed, numRuns: 400 },
  ));

test("records left out, swapped, doubled, of another vault, or as stubs are named", () => {
  expect(logCode(items.slice(1))).toBe("gap");
  expect(logCode([...items.slice(0, 4), ...items.slice(5)])).toBe("gap");
  expect(logCode([...items.slice(0, 4), items[3]!])).toBe("not-next");
  expect(logCode([])).toBe("genesis-misplaced");
  const other = membershipStory(2).records.map((record) => record.item);
  expect(logCode([...items.slice(0, 4), other[4]!])).toBe("other-vault");
  const stub = parseEnvelope(encodeEnvelope(stubOf(story.records[4]!.envelope)), "stub");
  assert(stub.ok, "a stub");
  expect(reduceMembership(story.records[3]!.state, stub.value)).toEqual({
    ok: false,
    error: { code: "no-body" },
  });
});

test("a branch that comes back to the log is refused by its predecessor", () => {
  const { envelope, body } = story.records[EPOCH]!;
  const branch = { ...envelope.header, prev: story.newHash() };
  const parsed = parseEnvelope(
    encodeEnvelope(
      signEnvelope(createEnvelope(branch, encodeRecordBody(body), story.device.id), story.device),
    ),
  );
  assert(parsed.ok, "parses");
  expect(reduceMembership(story.records[REVOKE]!.state, parsed.value)).toEqual({
    ok: false,
    error: { code: "prev" },
  });
});

test("an epoch that leaves a device out, lets a stranger in, skips a number or forges a link is refused", () => {
  const block = (change: (epoch: EpochBlock) => EpochBlock) =>
    resigned(
      EPOCH,
      fields("epoch", (f) => ({ ...f, epoch: change(f.epoch) })),
    );
  expect(block((epoch) => ({ ...epoch, boxes: epoch.boxes.slice(1) }))).toBe("epoch-set");
  const withRevoked = ({ boxes }: EpochBlock) =>
    [...boxes, { principalId: story.phone.id, box: boxes[0]!.box }].sort((a, b) =>
      a.principalId < b.principalId ? -1 : 1,
    );
  expect(block((epoch) => ({ ...epoch, boxes: withRevoked(epoch) }))).toBe("epoch-set");
  expect(
    block((epoch) => ({ ...epoch, boxes: withRevoked({ ...epoch, boxes: epoch.boxes.slice(1) }) })),
  ).toBe("epoch-set"); // as many as are live, and one of them another
  expect(block((epoch) => ({ ...epoch, boxes: [...epoch.boxes].reverse() }))).toBe("malformed");
  expect(block((epoch) => ({ ...epoch, n: epoch.n + 1 }))).toBe("epoch-serial");
  expect(block((epoch) => ({ ...epoch, link: new Uint8Array(72) }))).toBe("epoch-link");
});

test("fences stand for exactly the writers of who is revoked", () => {
  const fence = (change: (fences: readonly Fence[]) => readonly Fence[]) =>
    resigned(
      REVOKE,
      fields("revoke", (f) => ({ ...f, fences: change(f.fences) })),
    );
  expect(fence((fences) => fences.slice(1))).toBe("fence-set");
  expect(
    fence((fences) => [...fences, { writerId: "f".repeat(32) as WriterId, wseq: 0, hash: zeroHash }]),
  ).toBe("fence-set");
  expect(fence((fences) => fences.map((f) => ({ ...f, wseq: 3, hash: zeroHash })))).toBe("fence-form");
});

test("signatures and co-signatures of others, of devices, of the locked out, or none are refused", () => {
  const without = (body: RecordBody): RecordBody => ({ ...body, coSignature: undefined });
  for (const mseq of [ADD, SLOT, REVOKE]) expect(resigned(mseq, without)).toBe("cosignature-missing");
  const by = (mseq: number, slot: Principal) =>
    resigned(mseq, (body) => {
      const intent = intentOf(body.fields);
      assert(intent !== undefined, "asks for one");
      return { ...body, coSignature: cosign(slot, story.state.vaultId, intent.type, intent.intent) };
    });
  expect(by(REVOKE, story.phrase)).toBe("accepted"); // control
  expect(by(REVOKE, story.passphrase)).toBe("cosigner-not-live-slot"); // replaced two records before
  expect(by(ADD, story.device)).toBe("cosigner-not-live-slot");
  expect(resigned(WRITER, (body) => ({ ...body, coSignature: story.records[ADD]!.body.coSignature }))).toBe(
    "cosignature-unasked",
  );
  expect(resigned(WRITER, unchanged, story.device)).toBe("signature");
  expect(resigned(WRITER, (body) => ({ ...body, signerId: story.passphrase.id }))).toBe("signature");
  expect(resigned(EPOCH, (body) => ({ ...body, signerId: story.phone.id }), story.phone)).toBe(
    "signer-not-live",
  );
});

test("weak keys, a slot that did not agree, and fields of other kinds are refused", () => {
  const weak = new Uint8Array(32);
  expect(
    resigned(
      0,
      fields("genesis", (f) => ({ ...f, suite: 2 })),
    ),
  ).toBe("suite");
  expect(
    resigned(
      0,
      fields("genesis", (f) => ({ ...f, random: weak })),
    ),
  ).toBe("other-vault");
  const slotOf = (change: (f: Extract<RecordFields, { type: "slot" }>) => RecordFields) =>
    resigned(SLOT, (body) => {
      const changed = fields("slot", change)(body);
      const intent = intentOf(changed.fields);
      assert(intent !== undefined, "asks for one");
      return {
        ...changed,
        coSignature: cosign(story.phrase, story.state.vaultId, intent.type, intent.intent),
      };
    });
  expect(slotOf((f) => f)).toBe("accepted"); // control
  expect(slotOf((f) => ({ ...f, xPub: weak }))).toBe("weak-key");
  expect(slotOf((f) => ({ ...f, accept: new Uint8Array(64) }))).toBe("accept");
  expect(slotOf((f) => ({ ...f, kind: 1 }))).toBe("slot-kind");
  expect(slotOf((f) => ({ ...f, kind: 9 }))).toBe("slot-kind");
  expect(slotOf((f) => ({ ...f, lookupId: "a".repeat(32) }))).toBe("lookup-id");
  expect(slotOf((f) => ({ ...f, kind: 4 }))).toBe("slot-hash");
  expect(
    slotOf((f) => ({
      ...f,
      edPub: story.phrase.edPub,
      xPub: story.phrase.xPub,
      kind: 3,
      slotHash: zeroHash,
      lookupId: "a".repeat(32),
    })),
  ).toBe("id-known");
  expect(slotOf((f) => ({ ...f, replaces: f.replaces && { ...f.replaces, oldId: story.device.id } }))).toBe(
    "replaced-not-live-slot",
  );
});

test("a record of a newer app is told from a bad one by its signature", () => {
  const state: MembershipState = story.state;
  const place = {
    ...story.records[EPOCH]!.envelope.header,
    wseq: 9,
    prev: state.head,
    epoch: headerEpoch(state),
  };
  const body = concat(u8(7), story.records[EPOCH]!.envelope.body!.subarray(1));
  const read = (signer: Principal, claimed: Principal, version = 1) => {
    const envelope = createEnvelope({ ...place, version }, body, claimed.id);
    const item = encodeEnvelope(signEnvelope(envelope, { ...signer, id: claimed.id }));
    const parsed = parseEnvelope(item);
    assert(parsed.ok, "parses");
    const step = reduceMembership(state, parsed.value);
    return step.ok ? "accepted" : step.error.code;
  };
  expect(read(story.device, story.device)).toBe("newer");
  expect(read(story.device, story.device, 2)).toBe("newer");
  expect(read(story.phrase, story.device)).toBe("signature");
});

test("a box that does not open is EPOCH_UNREADABLE with what still opened, and a stranger has none", () => {
  const { state, device } = story;
  const broken: MembershipState = {
    ...state,
    epochs: state.epochs.map((epoch) =>
      epoch.n === 3 ? { ...epoch, boxes: new Map(epoch.boxes).set(device.id, new Uint8Array(116)) } : epoch,
    ),
  };
  const opened = openEpochKeys(broken, device);
  assert(!opened.ok && opened.error.code === "epoch-unreadable", "unreadable");
  expect(opened.error.unreadable).toEqual([{ n: 3, box: "unreadable" }]);
  expect([...opened.error.opened.keys()]).toEqual([2, 1, 0]);
  expect(openEpochKeys(state, testVault(77).device)).toEqual({ ok: false, error: { code: "no-box" } });
});
