/** Every code of the table: whatever the relay refuses, nothing leaves the outbox unsent, and nothing is sent for ever. */
import {
  addIntent,
  assert,
  type Bytes,
  cosign,
  createPrincipal,
  encodeEnvelope,
  issueAdd,
  type MembershipState,
  type Principal,
  parseEnvelope,
  randomId,
  ready,
  recordTypes,
  stubOf,
  type WriterId,
  zeroHash,
} from "@whisperwell/crypto";
import { refusals } from "@whisperwell/sync-server/wire";
import { beforeAll, describe, expect, test } from "vitest";
import { decideRefusal } from "./refusal.ts";
import { type MemoryLog, ofOwnLog } from "./testing/memory-log.ts";
import { refuse } from "./testing/refuse.ts";
import { createWorld, origin } from "./testing/world.ts";

beforeAll(() => ready);

const online = async (seed: number) => {
  const world = await createWorld({ seed });
  world.phone.client.start(origin);
  world.laptop.client.start(origin);
  await world.advance(1000);
  world.told();
  return world;
};
const conversation = (told: string) =>
  told
    .split("\n")
    .filter((line) => line.includes("phone") && !/EPH|PING|PONG/.test(line))
    .join("\n");
const appends = (told: string) =>
  told
    .split("\n")
    .filter((line) => /APPEND|NACK|ACK/.test(line))
    .join("\n");

describe("retryable", () => {
  for (const code of ["busy", "rate", "halted", "a-code-of-a-later-relay"])
    test(`${code}: the same bytes again after retryAfter, and not before`, async () => {
      const world = await online(20);
      refuse(world, "phone", code, { retryAfter: 3000 });
      world.phone.log.write("again");
      await world.advance(2900);
      expect(world.phone.log.unsent()).toBe(1);
      await world.advance(600);
      expect(world.phone.log.unsent()).toBe(0);
      expect(world.laptop.log.texts()).toEqual(["again"]);
      expect(world.phone.log.alarms).toEqual([]);
    });

  test("what was halted behind a refusal goes again from the first refused, in the same order", async () => {
    const world = await online(21);
    refuse(world, "phone", "busy");
    world.phone.log.write(...Array.from({ length: 1700 }, (_, i) => `${i}`));
    await world.advance(1000);
    expect(appends(world.told())).toMatchInlineSnapshot(`
      "phone  -> relay  APPEND 1: w1 0..499, signed at 499 (lost)
      phone  -> relay  APPEND 2: w1 500..999, signed at 999 (lost)
      phone  -> relay  APPEND 3: w1 1000..1499, signed at 1499 (lost)
      phone  -> relay  APPEND 4: w1 1500..1699, signed at 1699 (lost)
      relay  -> phone  NACK 1: busy
      relay  -> phone  NACK 2: halted
      relay  -> phone  NACK 3: halted
      relay  -> phone  NACK 4: halted
      phone  -> relay  APPEND 5: w1 0..499, signed at 499
      phone  -> relay  APPEND 6: w1 500..999, signed at 999
      phone  -> relay  APPEND 7: w1 1000..1499, signed at 1499
      phone  -> relay  APPEND 8: w1 1500..1699, signed at 1699
      relay  -> phone  ACK 5: seq 6..505
      relay  -> phone  ACK 6: seq 506..1005
      relay  -> phone  ACK 7: seq 1006..1505
      relay  -> phone  ACK 8: seq 1506..1705"
    `);
    expect(world.phone.log.unsent()).toBe(0);
  });

  test("gap: the relay holds less than was acknowledged: ROLLBACK, and it gets back what it lost", async () => {
    const world = await online(22);
    world.phone.log.write("kept", "lost");
    await world.quiet();
    const [first] = await world.phone.log.outbox.read(writerOf(world.phone.log), 0);
    const kept = parseEnvelope(first as Bytes);
    assert(kept.ok, "our own envelope parses");
    refuse(world, "phone", "gap", {
      expect: [{ writerId: kept.value.header.writerId, wseq: 0, hash: kept.value.hash }],
    });
    world.phone.log.write("new");
    await world.advance(1000);
    expect(appends(world.told())).toMatchInlineSnapshot(`
      "phone  -> relay  APPEND 1: w1 0..1, signed at 1
      relay  -> phone  ACK 1: seq 6..7
      phone  -> relay  APPEND 2: w1 2, signed at 2 (lost)
      relay  -> phone  NACK 2: gap
      phone  -> relay  APPEND 3: w1 1, signed at 1
      phone  -> relay  APPEND 4: w1 2, signed at 2
      relay  -> phone  ACK 3: seq 7
      relay  -> phone  ACK 4: seq 8"
    `);
    expect(world.phone.log.alarms).toEqual([
      { code: "ROLLBACK", details: { what: "writer", acknowledged: 2, held: 1 } },
    ]);
    expect(world.phone.log.unsent()).toBe(0);
  });

  test("conflict: a lost race for an mseq pulls the winner before anything else is sent", async () => {
    const world = await online(23);
    const addTablet = (signer: Principal) => {
      const keys = createPrincipal("device", world.random.bytes(32));
      const writerIds = Array.from({ length: 4 }, () => randomId<WriterId>(world.random));
      const intent = addIntent(keys.edPub, keys.xPub);
      return (state: MembershipState) => {
        const added = issueAdd({ random: world.random, clock: world.clock }, state, {
          signer,
          epochKey: { n: 0, key: world.phone.log.epochKey(0) as Bytes },
          edPub: keys.edPub,
          xPub: keys.xPub,
          writerIds,
          label: "Tablet",
          coSignature: cosign(world.passphrase, state.vaultId, recordTypes.add, intent),
        });
        assert(added.ok, "an add breaks no rule");
        return added.value.item;
      };
    };
    world.network.setTamper((frame) => (frame[0] === 12 ? undefined : frame)); // no wake: the race is on
    world.laptop.log.publish(addTablet(world.laptop.principal));
    await world.quiet();
    world.told();
    world.phone.log.publish(addTablet(world.phone.principal));
    world.phone.log.write("after the record");
    await world.advance(1000);
    expect(conversation(world.told())).toMatchInlineSnapshot(`
      "phone  -> relay  APPEND 1: m 5, signed at 5
      phone  -> relay  APPEND 2: w1 0, signed at 0
      relay  -> phone  NACK 1: conflict
      phone  -> relay  SUB after 5
      relay  -> phone  NACK 2: halted
      relay  -> phone  PAGE 6..6, caught up
      phone  -> relay  SUB after 6
      relay  -> phone  PAGE empty, caught up
      phone  -> relay  APPEND 3: w1 0, signed at 0
      phone  -> relay  APPEND 4: m 6, signed at 6
      relay  -> phone  ACK 3: seq 7
      relay  -> phone  ACK 4: seq 8"
    `);
    expect(world.phone.log.disk.membership.mseq).toBe(6);
    expect(world.phone.log.unsent()).toBe(0);
    expect(world.phone.log.alarms).toEqual([]);
  });
});

describe("re-emitted", () => {
  test("fork with our own signed stub: the writer is frozen and the words go out under a spare", async () => {
    const world = await online(24);
    world.phone.log.write("told before the crash");
    await world.quiet();
    const older = structuredClone({ texts: world.phone.log.texts() });
    expect(older.texts).toEqual(["told before the crash"]);
    // The browser's storage goes back to before that commit, unnoticed; then the same wseq is written anew.
    const writerId = writerOf(world.phone.log);
    const { disk } = world.phone.log;
    disk.rows.clear();
    disk.heads.delete(writerId);
    disk.cursor = disk.cursor && { ...disk.cursor, seq: 5 };
    disk.outbox.length = 0;
    world.phone.log.write("written after the crash");
    await world.advance(20_000);
    expect(world.phone.log.disk.frozen).toEqual(new Set([writerId]));
    expect(world.phone.log.texts()).toEqual(["told before the crash", "written after the crash"]);
    expect(world.laptop.log.texts()).toEqual(["told before the crash", "written after the crash"]);
    expect(world.phone.log.alarms).toEqual([]);
  });

  test("fork without proof, or with a stub we hold ourselves, is PAGE_INVALID and freezes nothing", async () => {
    for (const withStub of [false, true]) {
      const world = await online(25);
      world.phone.log.write("one");
      await world.quiet();
      const [own] = await world.phone.log.outbox.read(writerOf(world.phone.log), 0);
      const stub = encodeEnvelope(stubOf(ofOwnLog(own as Bytes, world.phone.principal)));
      const signed = signedStub(own as Bytes, stub);
      refuse(world, "phone", "fork", withStub ? { proof: signed } : {});
      world.phone.log.write("two");
      await world.advance(2000);
      expect(world.phone.log.alarms).toEqual([
        { code: "PAGE_INVALID", details: { detail: "fork-without-proof" } },
      ]);
      expect(world.phone.log.disk.frozen.size).toBe(0);
      expect(world.phone.log.unsent()).toBe(0);
    }
  });

  for (const code of ["epoch", "fence"])
    test(`${code}: membership is pulled, then the words are written again under the current epoch`, async () => {
      const world = await online(26);
      refuse(world, "phone", code);
      const before = writerOf(world.phone.log);
      world.phone.log.disk.outdated.add(before);
      world.phone.log.write("under an old epoch");
      await world.advance(1000);
      const told = appends(world.told());
      expect(told).toContain(`NACK 1: ${code}`);
      expect(world.phone.log.disk.frozen).toEqual(new Set([before]));
      expect(world.laptop.log.texts()).toEqual(["under an old epoch"]);
    });

  for (const code of ["epoch", "fence"])
    test(`${code} that membership does not bear out writes nothing again: PAGE_INVALID, and the same bytes later`, async () => {
      const world = await online(31);
      refuse(world, "phone", code, { times: 3 });
      world.phone.log.write("said once");
      await world.advance(120_000);
      expect(world.phone.log.alarms.map(({ code: raised }) => raised)).toContain("PAGE_INVALID");
      expect(world.phone.log.disk.frozen.size).toBe(0);
      expect(world.phone.log.texts()).toEqual(["said once"]);
      expect(world.phone.log.unsent()).toBe(0);
    });
});

describe("needs the user", () => {
  for (const code of ["quota", "signed-out", "upgrade", "closed"])
    test(`${code}: everything stays, the sentence says why, and a nudge tries again`, async () => {
      const world = await online(27);
      refuse(world, "phone", code);
      world.phone.log.write("stays here");
      await world.advance(60_000);
      expect(world.phone.status()).toMatchObject({ link: "refused", code });
      expect(world.phone.log.unsent()).toBe(1);
      world.phone.client.nudge();
      await world.quiet();
      expect(world.phone.status().link).toBe("online");
      expect(world.laptop.log.texts()).toEqual(["stays here"]);
    });

  test("room made at the relay is found within five minutes without a touch", async () => {
    const world = await online(30);
    refuse(world, "phone", "quota");
    world.phone.log.write("waits for room");
    await world.advance(299_000);
    expect(world.phone.log.unsent()).toBe(1);
    await world.advance(2000);
    expect(world.phone.log.unsent()).toBe(0);
    expect(world.phone.status().link).toBe("online");
  });

  test("revoked without the record is signed-out; with a record the log believes it is revoked", async () => {
    const world = await online(28);
    refuse(world, "phone", "revoked");
    world.phone.log.write("a word");
    await world.quiet();
    expect(world.phone.status()).toMatchObject({ link: "refused", code: "signed-out" });
    Object.assign(world.phone.log, { provesRevocation: async (record: Bytes) => record[0] === 7 });
    for (const [proof, said] of [
      [8, "signed-out"],
      [7, "revoked"],
    ] as const) {
      refuse(world, "phone", "revoked", { proof: Uint8Array.of(proof) });
      world.phone.client.nudge();
      await world.quiet();
      expect(world.phone.status()).toMatchObject({ link: "refused", code: said });
    }
    expect(world.phone.log.unsent()).toBe(1);
  });
});

describe("a bug", () => {
  for (const code of ["malformed", "too-big", "signature", "record", "covers"])
    test(`${code}: that writer stops and keeps its rows, BUG says so, reading goes on`, async () => {
      const world = await online(29);
      refuse(world, "phone", code);
      world.phone.log.write("kept");
      await world.advance(5000);
      expect(world.phone.log.alarms).toEqual([{ code: "BUG", details: { code } }]);
      expect(world.phone.log.disk.outbox.map(({ state }) => state)).toEqual(["stopped"]);
      world.laptop.log.write("still read");
      await world.quiet();
      expect(world.phone.log.texts()).toEqual(["kept", "still read"]);
      expect(world.phone.status().link).toBe("online");
    });
});

test("every code of the wire has a decision of its class", () => {
  const run = { writerId: randomWriter(), from: 3 };
  const stepsOf = {
    retryable: ["again", "again-from", "reissue"],
    "re-emit": ["re-emit", "reissue", "disbelieve"],
    "needs-user": ["needs-user"],
    bug: ["stop-writer"],
  };
  for (const [code, kind] of Object.entries(refusals)) {
    const nack = { code, expect: [{ writerId: run.writerId, wseq: 0, hash: zeroHash }], proof: undefined };
    expect(stepsOf[kind], code).toContain(decideRefusal(nack, run, true).step);
    expect(stepsOf[kind], code).toContain(decideRefusal(nack, run, false).step);
  }
});

const randomWriter = () => "ab".repeat(16) as WriterId;
const writerOf = (log: MemoryLog): WriterId => log.writerIds[0] as WriterId;
const signedStub = (whole: Bytes, stub: Bytes): Bytes =>
  stub.length > 157 ? stub : Uint8Array.from([...stub.subarray(0, 156), 1, ...whole.subarray(-64)]);
