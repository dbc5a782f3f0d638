import { beforeAll, expect, test } from "vitest";
import { concat, u32, utf8 } from "./bytes.ts";
import { createEpochKey, createKeyring, presenceKeyOf } from "./epoch.ts";
import { type DocId, idBytes, randomId, type VaultId } from "./ids.ts";
import {
  openPresence,
  type Presence,
  presenceCounts,
  type SessionId,
  sealPresence,
  sessionPrefixOf,
} from "./presence.ts";
import { createPrincipal } from "./principal.ts";
import { ready, sealWithNonce } from "./sodium.ts";
import { seededRandom } from "./testing.ts";

beforeAll(() => ready);
const codeOf = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? "ok" : result.error?.code);
const world = () => {
  const random = seededRandom(101);
  const vaultId = randomId<VaultId>(random);
  const keyring = createKeyring(vaultId, [createEpochKey(0, random), createEpochKey(1, random)]);
  const mine = randomId<SessionId>(random);
  const presence: Presence = {
    deviceId: createPrincipal("device", random.bytes(32)).id,
    session: randomId<SessionId>(random),
    counter: 7,
    heard: [sessionPrefixOf(mine)],
    docId: randomId<DocId>(random),
    awareness: utf8("cursor"),
  };
  const sealed = sealPresence(presence, 1, keyring, random);
  if (!sealed.ok) throw new Error(sealed.error.code);
  return { random, vaultId, keyring, mine, presence, frame: sealed.value };
};

test("a frame comes back, in a document or in none, in one of the padded sizes", () => {
  const { random, keyring, presence, frame } = world();
  expect(frame).toHaveLength(4 + 24 + 256 + 16);
  expect(openPresence(frame, keyring)).toEqual({ ok: true, value: { epoch: 1, presence } });
  const idle = { ...presence, docId: undefined, heard: [] };
  const sealed = sealPresence(idle, 0, keyring, random);
  expect(sealed.ok && openPresence(sealed.value, keyring)).toEqual({
    ok: true,
    value: { epoch: 0, presence: idle },
  });
});

test("a frame flipped, cut, of another epoch or vault, or badly padded, has one name each", () => {
  const { random, vaultId, keyring, frame } = world();
  for (let at = 4; at < frame.length; at++) {
    const changed = concat(frame);
    changed[at]! ^= 1;
    expect(codeOf(openPresence(changed, keyring))).toBe("tampered");
  }
  expect(codeOf(openPresence(concat(u32(0), frame.subarray(4)), keyring))).toBe("tampered");
  expect(codeOf(openPresence(concat(u32(2), frame.subarray(4)), keyring))).toBe("epoch-key-missing");
  expect(codeOf(openPresence(frame.subarray(0, 3), keyring))).toBe("malformed");
  const key = keyring.keyOf(1)!;
  const elsewhere = createKeyring(randomId<VaultId>(random), [{ n: 1, key }]);
  expect(codeOf(openPresence(frame, elsewhere))).toBe("tampered");
  const aad = concat(utf8("ww/1/eph"), idBytes(vaultId), u32(1));
  const seal = (plain: Uint8Array) => concat(u32(1), sealWithNonce(presenceKeyOf(key), plain, aad, random));
  expect(codeOf(openPresence(seal(new Uint8Array(100)), keyring))).toBe("padding");
  expect(codeOf(openPresence(seal(new Uint8Array(256)), keyring))).toBe("malformed");
  expect(codeOf(sealPresence(world().presence, 9, keyring, random))).toBe("epoch-key-missing");
});

test("a replay, an old epoch, and a frame that has not heard us do not count", () => {
  const { random, mine, presence } = world();
  const me = { currentEpoch: 1, session: mine, lastCounter: undefined };
  expect(presenceCounts({ epoch: 1, presence }, me)).toBe(true);
  expect(presenceCounts({ epoch: 1, presence }, { ...me, lastCounter: 6 })).toBe(true);
  expect(presenceCounts({ epoch: 1, presence }, { ...me, lastCounter: 7 })).toBe(false);
  expect(presenceCounts({ epoch: 0, presence }, me)).toBe(false);
  expect(presenceCounts({ epoch: 1, presence }, { ...me, session: randomId<SessionId>(random) })).toBe(false);
});
