import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { concat, u32, utf8 } from "./bytes.ts";
import {
  createEnvelope,
  encodeEnvelope,
  fillStub,
  isSignedBy,
  parseEnvelope,
  signEnvelope,
  stubBytes,
  stubOf,
  verifiedBefore,
  verifyEnvelope,
  withoutSignature,
} from "./envelope.ts";
import { encodeHeader, maxBodyBytes, wseqLimit } from "./envelope-header.ts";
import type { UnverifiedEnvelope } from "./envelope-proof.ts";
import { createEpochKey, createKeyring } from "./epoch.ts";
import { type DocTag, type Hash, randomId, type VaultId, type WriterId, zeroHash } from "./ids.ts";
import { pad } from "./padding.ts";
import { createPrincipal } from "./principal.ts";
import { clearExtensionOf, openEnvelope, type SealFields, sealEnvelope, sealedSize } from "./seal.ts";
import { aeadSeal, ready } from "./sodium.ts";
import { seededRandom } from "./testing.ts";

beforeAll(() => ready);

const world = () => {
  const random = seededRandom(41);
  const device = createPrincipal("device", random.bytes(32));
  const stranger = createPrincipal("device", random.bytes(32));
  const vaultId = randomId<VaultId>(random);
  const keyring = createKeyring(vaultId, [createEpochKey(0, random), createEpochKey(1, random)]);
  const fields: SealFields = {
    kind: "commit",
    vaultId,
    writerId: randomId<WriterId>(random),
    wseq: 5,
    epoch: 1,
    docTag: randomId<DocTag>(random),
    prev: "ab".repeat(32) as Hash,
  };
  const seal = (over: Partial<SealFields> = {}, content = random.bytes(90)) => {
    const sealed = sealEnvelope({ ...fields, ...over }, content, { keyring, random, signer: device.id });
    if (!sealed.ok) throw new Error(sealed.error.code);
    return sealed.value;
  };
  return { random, device, stranger, keyring, fields, seal };
};
const parsed = (bytes: Uint8Array, form: "whole" | "stub" = "whole"): UnverifiedEnvelope => {
  const result = parseEnvelope(bytes, form);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
};
const codeOf = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? "ok" : result.error?.code);

test("an envelope comes back from its bytes, unsigned, signed, and as a stub, with one hash", () => {
  const { seal, device, fields } = world();
  const unsigned = seal();
  const signed = signEnvelope(unsigned, device);
  const stub = stubOf(signed);
  expect(encodeEnvelope(stub)).toHaveLength(stubBytes + 1 + 64);
  expect(encodeEnvelope(withoutSignature(stub))).toHaveLength(stubBytes + 1);
  const { kind: _kind, ...place } = fields;
  for (const envelope of [unsigned, signed, stub]) {
    const back = parsed(encodeEnvelope(envelope), envelope.form);
    expect(back.hash).toBe(unsigned.hash);
    expect(back.header).toMatchObject({ ...place, kind: 1, version: 1 });
    expect(back.signed).toBe(envelope.signature !== undefined);
    expect(encodeEnvelope(verifiedBefore(back, device.id))).toEqual(encodeEnvelope(envelope));
  }
});

test("unverified bytes show no payload", () => {
  const { seal, device } = world();
  const envelope = parsed(encodeEnvelope(signEnvelope(seal(), device)));
  expect(Object.keys(envelope).sort()).toEqual(["form", "hash", "header", "signed"]);
  // @ts-expect-error an envelope opens only after its signature was asked
  const openUnverified = (keyring: ReturnType<typeof createKeyring>) => openEnvelope(envelope, keyring);
  expect(openUnverified).toBeTypeOf("function");
});

describe("a signature", () => {
  test("is verified for whole and stub, and only for the device that made it", () => {
    const { seal, device, stranger } = world();
    const signed = signEnvelope(seal(), device);
    for (const envelope of [signed, stubOf(signed)]) {
      const back = parsed(encodeEnvelope(envelope), envelope.form);
      expect(codeOf(verifyEnvelope(back, device))).toBe("ok");
      expect(codeOf(verifyEnvelope(back, stranger))).toBe("signature");
      expect([isSignedBy(back, device.edPub), isSignedBy(back, stranger.edPub)]).toEqual([true, false]);
    }
    expect(codeOf(verifyEnvelope(parsed(encodeEnvelope(withoutSignature(signed))), device))).toBe("unsigned");
  });
  test("fails on every flipped bit that still parses (seed 42)", () => {
    const { seal, device } = world();
    const bytes = encodeEnvelope(signEnvelope(seal(), device));
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const changed = concat(bytes);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        const result = parseEnvelope(changed);
        const code = result.ok ? codeOf(verifyEnvelope(result.value, device)) : result.error.code;
        expect(["signature", "malformed", "too-big"]).toContain(code);
      }),
      { seed: 42, numRuns: 1500 },
    );
  });
});

describe("bytes that are no envelope", () => {
  test("cut or prolonged anywhere are malformed (seed 43)", () => {
    const { seal, device } = world();
    for (const envelope of [signEnvelope(seal(), device), stubOf(seal())]) {
      const bytes = encodeEnvelope(envelope);
      fc.assert(
        fc.property(fc.nat(bytes.length - 1), (length) => {
          expect(codeOf(parseEnvelope(bytes.subarray(0, length), envelope.form))).toBe("malformed");
        }),
        { seed: 43 },
      );
      expect(codeOf(parseEnvelope(concat(bytes, new Uint8Array(1)), envelope.form))).toBe("malformed");
    }
  });
  test("with a body beyond 512 KiB or a wseq beyond 2^32 are refused by their header", () => {
    const bytes = encodeEnvelope(world().seal());
    const big = concat(bytes);
    big.set(u32(maxBodyBytes + 1), 120);
    expect(codeOf(parseEnvelope(big))).toBe("too-big");
    const far = concat(bytes);
    far[39] = 1;
    expect(parseEnvelope(far)).toEqual({ ok: false, error: { code: "malformed", what: "wseq" } });
    expect(wseqLimit).toBe(2 ** 32);
  });
  test("of any kind never throw (seed 44)", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom("whole", "stub"), (bytes, form) => {
        parseEnvelope(bytes, form as "whole");
      }),
      { seed: 44 },
    );
  });
});

test("an unknown kind or version is chained and kept, and says newer when opened", () => {
  const { device, keyring, seal } = world();
  const known = seal();
  for (const over of [{ kind: 77 }, { version: 9 }]) {
    const envelope = createEnvelope({ ...known.header, ...over }, known.body!, device.id);
    const back = verifyEnvelope(parsed(encodeEnvelope(signEnvelope(envelope, device))), device);
    if (!back.ok) throw new Error(back.error.code);
    expect(codeOf(openEnvelope(back.value, keyring))).toBe("newer");
  }
});

describe("a body", () => {
  test(`comes back whatever its length (seed 45)`, () => {
    const { seal, keyring } = world();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), (content) => {
        const envelope = seal({}, content as Uint8Array<ArrayBuffer>);
        expect(openEnvelope(envelope, keyring)).toEqual({ ok: true, value: { content, ext: undefined } });
        expect(encodeEnvelope(envelope)).toHaveLength(sealedSize(content.length));
      }),
      { seed: 45, numRuns: 100 },
    );
  });
  test("with a clear extension shows that to the relay, binds it, and comes back with it", () => {
    const { seal, keyring, random, device } = world();
    const ext = random.bytes(26);
    const envelope = seal({ kind: "snapshot", ext }, random.bytes(10));
    expect(clearExtensionOf(envelope)).toEqual(ext);
    const opened = openEnvelope(envelope, keyring);
    expect(opened.ok && opened.value.ext).toEqual(ext);
    const body = concat(envelope.body!);
    body[6]! ^= 1;
    expect(codeOf(openEnvelope(createEnvelope(envelope.header, body, device.id), keyring))).toBe("tampered");
    body.set(u32(body.length), 0);
    expect(codeOf(openEnvelope(createEnvelope(envelope.header, body, device.id), keyring))).toBe("malformed");
  });
  test("opens only in its place: any header field changed is tampered", () => {
    const { seal, keyring, device, random, fields } = world();
    const envelope = seal();
    const open = (over: object) =>
      codeOf(
        openEnvelope(createEnvelope({ ...envelope.header, ...over }, envelope.body!, device.id), keyring),
      );
    expect(open({})).toBe("ok");
    expect(open({ writerId: randomId<WriterId>(random) })).toBe("tampered");
    expect(open({ wseq: fields.wseq + 1 })).toBe("tampered");
    expect(open({ epoch: 0 })).toBe("tampered");
    expect(open({ epoch: 2 })).toBe("epoch-key-missing");
    expect(open({ docTag: randomId<DocTag>(random) })).toBe("tampered");
    expect(open({ prev: zeroHash })).toBe("tampered");
    expect(open({ nonce: random.bytes(24) })).toBe("tampered");
    expect(open({ kind: 5 })).toBe("tampered");
    expect(open({ vaultId: randomId<VaultId>(random) })).toBe("other-vault");
  });
  test("flipped anywhere is tampered, also under a good signature (seed 46)", () => {
    const { seal, keyring, device } = world();
    const envelope = seal();
    fc.assert(
      fc.property(fc.nat(envelope.body!.length - 1), (at) => {
        const body = concat(envelope.body!);
        body[at]! ^= 4;
        expect(codeOf(openEnvelope(createEnvelope(envelope.header, body, device.id), keyring))).toBe(
          "tampered",
        );
      }),
      { seed: 46 },
    );
    const short = createEnvelope(envelope.header, envelope.body!.subarray(0, 15), device.id);
    expect(codeOf(openEnvelope(short, keyring))).toBe("malformed");
  });
  test("padded to a size that is none of ours is named, though it was sealed with the right key", () => {
    const { seal, keyring, device } = world();
    const { header } = seal();
    const key = keyring.envelopeKey(header.epoch, header.docTag)!;
    const open = (padded: Uint8Array) => {
      const fields = { ...header, bodyLength: padded.length + 16 };
      const body = aeadSeal(key, header.nonce, padded, encodeHeader(fields));
      return codeOf(openEnvelope(createEnvelope(fields, body, device.id), keyring));
    };
    const dirty = pad(utf8("words"));
    dirty[255] = 1;
    expect([pad(utf8("words")), dirty, new Uint8Array(300), new Uint8Array(0)].map(open)).toEqual([
      "ok",
      "padding",
      "padding",
      "padding",
    ]);
  });
  test("beyond 512 KiB is not sealed; the largest below is, and comes back", () => {
    const { keyring, random, device, fields } = world();
    const seal = (length: number) =>
      sealEnvelope(fields, new Uint8Array(length), { keyring, random, signer: device.id });
    const largest = 516_096 - 4;
    const sealed = seal(largest);
    if (!sealed.ok) throw new Error(sealed.error.code);
    expect(codeOf(parseEnvelope(encodeEnvelope(sealed.value)))).toBe("ok");
    expect(codeOf(seal(largest + 1))).toBe("too-big");
  });
  test("is not sealed under an epoch that is not held, nor with an extension its kind has not", () => {
    const { keyring, random, device, fields } = world();
    const seal = (over: Partial<SealFields>) =>
      codeOf(sealEnvelope({ ...fields, ...over }, random.bytes(4), { keyring, random, signer: device.id }));
    expect(seal({ epoch: 7 })).toBe("epoch-key-missing");
    expect(seal({ ext: random.bytes(2) })).toBe("malformed");
    expect(seal({ kind: "tombstone" })).toBe("malformed");
  });
});

test("a stub takes back its own body and no other", () => {
  const { seal, keyring, device } = world();
  const envelope = signEnvelope(seal(), device);
  const stub = stubOf(envelope);
  expect(codeOf(openEnvelope(stub, keyring))).toBe("no-body");
  const filled = fillStub(stub, parsed(encodeEnvelope(withoutSignature(envelope))));
  expect(filled).toEqual({ ok: true, value: envelope });
  expect(codeOf(fillStub(stub, parsed(encodeEnvelope(seal()))))).toBe("stub-differs");
  expect(codeOf(fillStub(stub, parsed(encodeEnvelope(stub), "stub")))).toBe("stub-differs");
});
