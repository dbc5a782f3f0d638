import fc from "fast-check";
import { expect, test } from "vitest";
import { concat, toBase64Url, u8 } from "../bytes.ts";
import { type FeedEpoch, idOf, randomId, type WriterId } from "../ids.ts";
import { createPrincipal } from "../principal.ts";
import { assert } from "../result.ts";
import { ready } from "../sodium.ts";
import { seededRandom } from "../testing.ts";
import { encodePairingCode, parsePairingCode } from "./code.ts";
import {
  answerPairing,
  endPairing,
  type PairingState,
  type PairingStep,
  type Party,
  receivePairing,
  sendAnchor,
  showPairing,
  typeDigits,
} from "./machine.ts";
import type { Anchor } from "./payloads.ts";

await ready;
const seed = 811;
const origin = "https://journal.example";

const world = (holder: "shower" | "opener", from = 1) => {
  const random = seededRandom(from);
  const device = createPrincipal("device", random.bytes(32));
  const writerIds = Array.from({ length: 4 }, () => randomId<WriterId>(random));
  const newcomer: Party = { holds: false, device, writerIds, label: "Ana's phone" };
  const anchor: Anchor = {
    vaultId: randomId(random),
    genesisHash: idOf(random.bytes(32)),
    mseq: 5,
    mhash: idOf(random.bytes(32)),
    heads: [...writerIds].sort().map((writerId, i) => ({ writerId, wseq: i, hash: idOf(random.bytes(32)) })),
    feedEpoch: randomId<FeedEpoch>(random),
    seq: 41,
  };
  const parties =
    holder === "shower" ? [{ holds: true } as const, newcomer] : [newcomer, { holds: true } as const];
  const shown = showPairing({ random }, { origin, party: parties[0] as Party });
  const code = parsePairingCode(shown.text);
  assert(code.ok, "parsed");
  const answered = answerPairing({ random }, { code: code.value, party: parties[1] as Party });
  assert(answered.ok, "answered");
  return { random, device, writerIds, anchor, shown, shower: shown.step, opener: answered.value };
};
type World = ReturnType<typeof world>;

/** Delivers until both sides are quiet; `change` is the relay's chance. */
const exchange = (
  w: World,
  change: (message: Uint8Array, from: string) => Uint8Array = (message) => message,
) => {
  const states: Record<string, PairingState> = { O: w.shower.state, A: w.opener.state };
  const queue = w.opener.send.map((message) => ({ from: "A", message }));
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const to = next.from === "A" ? "O" : "A";
    const step: PairingStep = receivePairing(
      { random: w.random },
      states[to]!,
      change(next.message, next.from),
    );
    states[to] = step.state;
    queue.push(...step.send.map((message) => ({ from: to, message })));
  }
  return { O: states.O!, A: states.A! };
};
const endOf = (state: PairingState) => (state.phase === "ended" ? state.code : state.phase);

test("whoever holds the vault, the typed digits let the newcomer in with the holder's anchor", () => {
  for (const holder of ["shower", "opener"] as const) {
    const w = world(holder);
    const { O, A } = exchange(w);
    const [holding, joining] = holder === "shower" ? [O, A] : [A, O];
    assert(holding.phase === "waiting-for-digits" && joining.phase === "waiting-for-anchor", "keyed");
    expect(holding.offer).toMatchObject({ label: "Ana's phone", writerIds: w.writerIds });
    expect(holding.offer.device.id).toBe(w.device.id);
    expect(joining.digits).toMatch(/^\d{6}$/);
    const typed = typeDigits(holding, `${joining.digits.slice(0, 3)} ${joining.digits.slice(3)}`);
    const sent = sendAnchor({ random: w.random }, typed.state, w.anchor);
    const joined = receivePairing({ random: w.random }, joining, sent.send[0]!);
    expect(joined.state).toEqual({ phase: "joined", anchor: w.anchor });
  }
});

test("one wrong entry ends the pairing on both sides", () => {
  const { random, ...w } = world("shower");
  const { O, A } = exchange({ random, ...w });
  assert(A.phase === "waiting-for-anchor", "keyed");
  const wrong = A.digits === "000000" ? "000001" : "000000";
  const step = typeDigits(O, wrong);
  expect(endOf(step.state)).toBe("digits-wrong");
  expect(endOf(receivePairing({ random }, A, step.send[0]!).state)).toBe("ended-by-other");
  expect(endOf(typeDigits(step.state, A.digits).state)).not.toBe("confirmed");
});

test("a relay that swaps a key is caught: by the commitment, or by what no longer opens", () => {
  const w = world("shower");
  const mine = seededRandom(99).bytes(64);
  const swapShower = exchange(w, (m) => (m[0] === 2 ? concat(u8(2), mine) : m));
  expect(endOf(swapShower.A)).toBe("commitment");
  const swapOpener = exchange(w, (m) => (m[0] === 1 ? concat(u8(1), mine) : m));
  expect(endOf(swapOpener.O)).toBe("offer-forged");
});

test("a point of small order, or our own key mirrored, ends it", () => {
  const w = world("shower");
  expect(endOf(exchange(w, (m) => (m[0] === 1 ? concat(u8(1), new Uint8Array(64)) : m)).O)).toBe("weak-key");
  assert(w.shower.state.phase === "waiting-for-opener", "waiting");
  const { publicKey, nonce } = w.shower.state.own;
  expect(endOf(exchange(w, (m) => (m[0] === 1 ? concat(u8(1), publicKey, nonce) : m)).O)).toBe("weak-key");
});

test(`any flipped bit of any message ends in a named error on the side that reads it (seed ${seed})`, () =>
  fc.assert(
    fc.property(fc.constantFrom(1, 2, 3, 4), fc.nat(), fc.nat(7), (step, at, bit) => {
      const w = world("shower", 3);
      const flip = (m: Uint8Array) => {
        if (m[0] !== step) return m;
        const flipped = m.slice();
        flipped[at % m.length]! ^= 1 << bit;
        return flipped;
      };
      const { O, A } = exchange(w, flip);
      if (step < 4) return O.phase === "ended" || A.phase === "ended";
      assert(A.phase === "waiting-for-anchor", "keyed");
      const sent = sendAnchor({ random: w.random }, typeDigits(O, A.digits).state, w.anchor);
      return receivePairing({ random: w.random }, A, flip(sent.send[0]!)).state.phase === "ended";
    }),
    { seed, numRuns: 200 },
  ));

test("messages out of turn, empty or over 8 kB end it; the anchor is sent only after the digits", () => {
  const w = world("shower");
  const deps = { random: w.random };
  const read = (state: PairingState, m: Uint8Array) => endOf(receivePairing(deps, state, m).state);
  expect(read(w.shower.state, concat(u8(3), new Uint8Array(64)))).toBe("message-unexpected");
  expect(read(w.shower.state, new Uint8Array(0))).toBe("message-malformed");
  expect(read(w.shower.state, new Uint8Array(8193))).toBe("message-malformed");
  const { O } = exchange(w);
  expect(endOf(sendAnchor(deps, O, w.anchor).state)).toBe("message-unexpected");
  expect(endOf(endPairing(O, "expired").state)).toBe("expired");
});

test("an anchor that does not fit a message says so", () => {
  const w = world("shower");
  const { O, A } = exchange(w);
  assert(A.phase === "waiting-for-anchor", "keyed");
  const heads = Array.from({ length: 200 }, () => ({
    writerId: randomId<WriterId>(w.random),
    wseq: 1,
    hash: w.anchor.mhash,
  }));
  const confirmed = typeDigits(O, A.digits).state;
  expect(endOf(sendAnchor({ random: w.random }, confirmed, { ...w.anchor, heads }).state)).toBe(
    "anchor-too-big",
  );
});

test("two holders, or two newcomers, are told so before a word is sent", () => {
  const random = seededRandom(1);
  const { code } = showPairing({ random }, { origin, party: { holds: true } });
  expect(answerPairing({ random }, { code, party: { holds: true } })).toEqual({
    ok: false,
    error: { code: "same-role" },
  });
});

test("only whole codes of a known version and a real origin parse", () => {
  const { shown } = world("opener");
  const parse = (text: string) => {
    const parsed = parsePairingCode(text);
    return parsed.ok ? encodePairingCode(parsed.value) : parsed.error.code;
  };
  expect(parse(`  ${shown.text}\n`)).toBe(shown.text);
  const fragment = shown.text.split("#")[1]!;
  expect(parse(`https://journal.example/elsewhere#${fragment}`)).toBe("not-a-code");
  expect(parse(`https://journal.example:443/join#${fragment}`)).toBe("not-a-code");
  expect(parse(`javascript:alert(1)/join#${fragment}`)).toBe("not-a-code");
  expect(parse(shown.text.slice(0, -1))).toBe("not-a-code");
  expect(parse(`${shown.text}#`)).toBe("not-a-code");
  expect(parse(`${origin}/join#${toBase64Url(concat(u8(2), new Uint8Array(70)))}`)).toBe("version-unknown");
});
