import fc from "fast-check";
import { deflateRaw } from "pako";
import { beforeAll, describe, expect, test } from "vitest";
import { concat, fromHex, toHex, utf8 } from "./bytes.ts";
import { decodeContent, encodeContent, type NewContent, payloadCodecs, seenOf } from "./content.ts";
import { createVaultIdentity } from "./epoch.ts";
import { type Hlc, hlcOf, isHlcAhead, maxHlcLeadMs, nextHlc, zeroHlc } from "./hlc.ts";
import {
  type BlobId,
  type DocId,
  type Hash,
  randomId,
  type VaultId,
  vaultTag,
  type WriterId,
} from "./ids.ts";
import { pad, paddedSize, unpad } from "./padding.ts";
import {
  codePayload,
  encodeBlobRef,
  inflatePayload,
  type JournalId,
  parseBlobRef,
  parseLockedPayload,
  readPayload,
} from "./payload.ts";
import { createFieldReader, decodeAny, encodeAny, varUint } from "./sealed-fields.ts";
import { ready } from "./sodium.ts";
import { seededRandom } from "./testing.ts";

beforeAll(() => ready);
const codeOf = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? "ok" : result.error?.code);

describe("padding", () => {
  test("knows no size but 256, 512, 1024 and Padmé's (seed 61)", () => {
    const sizes = [0, 252, 253, 508, 509, 1020, 1021, 1084, 1085, 2044, 2045, 100_000];
    expect(sizes.map(paddedSize)).toEqual([
      256, 256, 512, 512, 1024, 1024, 1088, 1088, 1152, 2048, 2176, 100_352,
    ]);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4000 }), (content) => {
        const padded = pad(content);
        expect(unpad(padded)).toEqual(content);
        expect(padded.length - 4 - content.length).toBeLessThanOrEqual(Math.max(256, padded.length / 2));
        expect(paddedSize(padded.length - 4)).toBe(padded.length);
      }),
      { seed: 61 },
    );
  });
  test("of another size, with other bytes than zeros, or with a wrong length is refused", () => {
    const padded = pad(utf8("a few words"));
    expect(unpad(concat(padded, new Uint8Array(8)))).toBeUndefined();
    expect(unpad(padded.subarray(0, 128))).toBeUndefined();
    expect(unpad(new Uint8Array(3))).toBeUndefined();
    const dirty = concat(padded);
    dirty[255] = 1;
    expect(unpad(dirty)).toBeUndefined();
    const long = concat(padded);
    long[0] = 0xff;
    expect(unpad(long)).toBeUndefined();
  });
});

const identity = () => createVaultIdentity(seededRandom(62).bytes(32), randomId<VaultId>(seededRandom(63)));
const sample = (): NewContent => {
  const random = seededRandom(64);
  return {
    hlc: hlcOf(1_795_000_000_000, 2),
    docId: randomId<DocId>(random),
    seen: [
      seenOf({ writerId: randomId<WriterId>(random), wseq: 812, hash: toHex(random.bytes(32)) as Hash }),
      seenOf({
        writerId: randomId<WriterId>(random),
        wseq: 2 ** 32 - 1,
        hash: toHex(random.bytes(32)) as Hash,
      }),
    ],
    blobIds: [randomId<BlobId>(random)],
    codec: payloadCodecs.plain,
    payload: random.bytes(50),
    row: encodeAny({ title: "Rain", tags: ["a", "b"], counts: { words: 3 } }),
  };
};

describe("content", () => {
  test("comes back, with a row or without, with flags and bytes of a newer version kept", () => {
    const { docTagOf } = identity();
    const content = sample();
    const { row: _row, ...withoutRow } = content;
    const docTag = docTagOf(content.docId as DocId);
    for (const each of [
      content,
      { ...withoutRow, row: undefined },
      { ...content, otherFlags: 2 + 128, rest: utf8("of a later version") },
      { ...content, codec: 9, seen: [], blobIds: [] },
    ]) {
      const decoded = decodeContent(encodeContent(each), { docTag, docTagOf });
      expect(decoded).toEqual({
        ok: true,
        value: { otherFlags: 0, rest: new Uint8Array(0), ...each },
      });
      if (decoded.ok) expect(encodeContent(decoded.value)).toEqual(encodeContent(each));
    }
  });
  test("of the vault itself has no docId", () => {
    const { docTagOf } = identity();
    const content = { ...sample(), docId: undefined };
    const decoded = decodeContent(encodeContent(content), { docTag: vaultTag, docTagOf });
    expect(decoded.ok && decoded.value.docId).toBeUndefined();
    expect(decoded.ok && decoded.value.payload).toEqual(content.payload);
  });
  test("filed under another document's tag is a doc-mismatch", () => {
    const { docTagOf } = identity();
    const docTag = docTagOf(randomId<DocId>(seededRandom(65)));
    expect(codeOf(decodeContent(encodeContent(sample()), { docTag, docTagOf }))).toBe("doc-mismatch");
  });
  test("cut anywhere is malformed, and no bytes throw (seed 66)", () => {
    const { docTagOf } = identity();
    const content = sample();
    const bytes = encodeContent(content);
    const docTag = docTagOf(content.docId as DocId);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        expect(codeOf(decodeContent(bytes.subarray(0, length), { docTag, docTagOf }))).toBe("malformed");
      }),
      { seed: 66 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (any) => {
        decodeContent(any, { docTag, docTagOf });
        decodeAny(any);
        createFieldReader(any).list(1, () => 0);
      }),
      { seed: 66 },
    );
  });
  test("a list that claims more items than there are bytes allocates nothing", () => {
    const reader = createFieldReader(concat(varUint(2 ** 50), new Uint8Array(40)));
    expect(reader.list(20, () => reader.raw(20))).toEqual([]);
    expect(reader.failed()).toBe(true);
  });
  test("a varUint beyond 2^53 fails", () => {
    const read = (hex: string) => {
      const reader = createFieldReader(fromHex(hex));
      return [reader.varUint(), reader.failed()];
    };
    expect(read("ffffffffffffff0f")).toEqual([Number.MAX_SAFE_INTEGER, false]);
    expect(read("8080808080808010")[1]).toBe(true);
    expect(read("ffffffffffffffffff01")[1]).toBe(true);
    expect(varUint(Number.MAX_SAFE_INTEGER)).toEqual(fromHex("ffffffffffffff0f"));
  });
});

describe("a payload", () => {
  const text = utf8("the same line again and again\n".repeat(100));
  const coded = (payload: Uint8Array, mayDeflate = true) =>
    codePayload(payload, { mayDeflate, otherBytes: 60 });

  test("is deflated where that reaches a smaller size class, and comes back", () => {
    const words = utf8(Array.from({ length: 400 }, (_, i) => `line ${i * i} of the day`).join("\n"));
    const deflated = coded(words);
    expect(deflated.codec).toBe(payloadCodecs.deflate);
    expect(paddedSize(deflated.payload.length + 60)).toBeLessThan(paddedSize(words.length + 60));
    expect(readPayload(deflated)).toEqual({ ok: true, value: words });
  });
  test("stays plain where that is not allowed, too short, of no use, or more than readers inflate", () => {
    expect(coded(text, false).codec).toBe(payloadCodecs.plain);
    expect(coded(text.subarray(0, 1023)).codec).toBe(payloadCodecs.plain);
    expect(coded(seededRandom(67).bytes(5000)).codec).toBe(payloadCodecs.plain);
    expect(coded(new Uint8Array(200_000)).codec).toBe(payloadCodecs.plain);
  });
  test("that inflates past a hundred times its size is a bomb; one that is cut or no deflate is malformed", () => {
    expect(codeOf(inflatePayload(deflateRaw(new Uint8Array(40 * 1024 * 1024))))).toBe("bomb");
    expect(codeOf(inflatePayload(deflateRaw(new Uint8Array(200_000))))).toBe("bomb");
    const deflated = deflateRaw(text);
    expect(codeOf(inflatePayload(deflated))).toBe("ok");
    for (let length = 0; length < deflated.length; length++)
      expect(codeOf(inflatePayload(deflated.subarray(0, length)))).toBe("malformed");
    expect(codeOf(inflatePayload(Uint8Array.of(7, 7, 7)))).toBe("malformed");
  });
  test("of another codec is not read as bytes", () => {
    const { payload } = sample();
    expect([2, 3, 4].map((codec) => codeOf(readPayload({ codec, payload })))).toEqual([
      "not-inline",
      "not-inline",
      "newer",
    ]);
  });
  test("that refers to a blob comes back; cut or prolonged it is malformed", () => {
    const random = seededRandom(68);
    const ref = {
      blobId: randomId<BlobId>(random),
      key: random.bytes(32),
      size: 5_000_000,
      chunkIds: [1, 2, 3].map(() => toHex(random.bytes(32)) as Hash),
      codec: 1,
    };
    const bytes = encodeBlobRef(ref);
    expect(parseBlobRef(bytes)).toEqual({ ok: true, value: ref });
    for (let length = 0; length < bytes.length; length++)
      expect(codeOf(parseBlobRef(bytes.subarray(0, length)))).toBe("malformed");
    expect(codeOf(parseBlobRef(concat(bytes, Uint8Array.of(0))))).toBe("malformed");
  });
  test("of a locked journal shows which journal and nothing else", () => {
    const random = seededRandom(69);
    const [journalId, nonce, sealed] = [randomId<JournalId>(random), random.bytes(24), random.bytes(40)];
    const bytes = concat(fromHex(journalId), nonce, sealed);
    expect(parseLockedPayload(bytes)).toEqual({ ok: true, value: { journalId, nonce, sealed } });
    expect(codeOf(parseLockedPayload(bytes.subarray(0, 55)))).toBe("malformed");
  });
});

describe("the clock", () => {
  test("never goes back, whatever the system clock and others say (seed 70)", () => {
    const ms = fc.integer({ min: 0, max: 2 ** 46 });
    fc.assert(
      fc.property(fc.array(fc.tuple(ms, ms, fc.nat(0xffff))), (steps) => {
        let own = zeroHlc;
        for (const [nowMs, receivedMs, count] of steps) {
          const received = hlcOf(receivedMs, count);
          const next = nextHlc({ own, nowMs, received });
          expect(next > own).toBe(true);
          expect(next >= hlcOf(nowMs)).toBe(true);
          if (receivedMs <= nowMs) expect(next >= received).toBe(true);
          own = next;
        }
      }),
      { seed: 70 },
    );
  });
  test("believes others at most ten minutes ahead", () => {
    const far = hlcOf(50_000_000, 9);
    expect(nextHlc({ own: zeroHlc, nowMs: 1000, received: far })).toBe(hlcOf(1000 + maxHlcLeadMs));
    expect([isHlcAhead(far, 1000), isHlcAhead(far, 50_000_000)]).toEqual([true, false]);
  });
  test("runs a full count over into the milliseconds", () => {
    expect(nextHlc({ own: hlcOf(5, 0xffff), nowMs: 1 })).toBe(hlcOf(6, 0) as Hlc);
  });
});
