/** Envelope v1 and its content: old envelopes open for ever. */
import { inflateRawSync } from "node:zlib";
import { createDecoder, readAny } from "lib0/decoding";
import { beforeAll, expect, test } from "vitest";
import { fromHex, toHex } from "./bytes.ts";
import { type Content, decodeContent, encodeContent } from "./content.ts";
import { encodeEnvelope, parseEnvelope, stubOf, verifyEnvelope } from "./envelope.ts";
import { createKeyring, createVaultIdentity } from "./epoch.ts";
import type { DocId, DocTag, VaultId } from "./ids.ts";
import { pad, paddedSize, unpad } from "./padding.ts";
import { inflatePayload, parseBlobRef } from "./payload.ts";
import { createPrincipal } from "./principal.ts";
import { openEnvelope } from "./seal.ts";
import { decodeAny } from "./sealed-fields.ts";
import { ready } from "./sodium.ts";
import {
  derived,
  hashed,
  hex,
  hexOf,
  int,
  join,
  opened,
  signatureHolds,
  text,
  vectorsOf,
} from "./vectors-testing.ts";

beforeAll(() => ready);

interface EnvelopeVector {
  readonly kind: number;
  readonly wseq: number;
  readonly docTag: DocTag;
  readonly prev: string;
  readonly ext?: string;
  readonly content: string;
  readonly hash: string;
  readonly whole: string;
  readonly stub: string;
}
interface EnvelopeVectors {
  readonly device: { readonly seed: string; readonly edPub: string };
  readonly vaultId: VaultId;
  readonly writerId: string;
  readonly epoch: { readonly n: number; readonly key: string };
  readonly envelopes: readonly EnvelopeVector[];
}
const { device, vaultId, writerId, epoch, envelopes } = vectorsOf<EnvelopeVectors>("envelope-v1");

test.each(envelopes)("the bytes of kind $kind are those the layout says", (vector) => {
  const whole = hex(vector.whole);
  const bodyLength = whole.length - 124 - 65;
  const header = join(
    text("WW"),
    int(vector.kind, 1),
    "01",
    vaultId,
    writerId,
    int(vector.wseq, 8),
    int(epoch.n, 4),
    vector.docTag,
    vector.prev,
    whole.subarray(96, 120),
    int(bodyLength, 4),
  );
  expect(header).toHaveLength(124);
  expect(hexOf(whole.subarray(0, 124))).toBe(hexOf(header));
  const body = whole.subarray(124, 124 + bodyLength);
  expect(hexOf(hashed(join(header, hashed(body))))).toBe(vector.hash);
  const tail = whole.subarray(124 + bodyLength);
  expect(tail[0]).toBe(1);
  const signature = hexOf(tail.subarray(1));
  expect(signatureHolds(signature, join(text("ww/env/1"), vector.hash), device.edPub)).toBe(true);
  expect(vector.stub).toBe(hexOf(join(header, hashed(body), tail)));

  const front = vector.ext === undefined ? join() : join(int(vector.ext.length / 2, 4), vector.ext);
  expect(hexOf(body.subarray(0, front.length))).toBe(hexOf(front));
  const vault = /^0+$/.test(vector.docTag);
  const key = vault ? derived(hex(epoch.key), "vault") : derived(hex(epoch.key), "doc", hex(vector.docTag));
  const sealed = join(header.subarray(96, 120), body.subarray(front.length));
  const plain = opened(key, sealed, join(header, front));
  const length = vector.content.length / 2;
  expect(hexOf(plain.subarray(0, 4 + length))).toBe(int(length, 4) + vector.content);
  expect(plain.subarray(4 + length).every((byte) => byte === 0)).toBe(true);
});

test.each(envelopes)("kind $kind is parsed, verified, opened, and written back the same", (vector) => {
  const signer = createPrincipal("device", fromHex(device.seed));
  const parsed = parseEnvelope(fromHex(vector.whole));
  if (!parsed.ok) throw new Error(parsed.error.code);
  expect(parsed.value.hash).toBe(vector.hash);
  const verified = verifyEnvelope(parsed.value, signer);
  if (!verified.ok) throw new Error(verified.error.code);
  expect(toHex(encodeEnvelope(verified.value))).toBe(vector.whole);
  expect(toHex(encodeEnvelope(stubOf(verified.value)))).toBe(vector.stub);
  const keyring = createKeyring(vaultId, [{ n: epoch.n, key: fromHex(epoch.key) }]);
  const content = openEnvelope(verified.value, keyring);
  if (!content.ok) throw new Error(content.error.code);
  expect(toHex(content.value.content)).toBe(vector.content);
  expect(content.value.ext).toEqual(vector.ext === undefined ? undefined : fromHex(vector.ext));
});

interface ContentFields {
  readonly hlc: string;
  readonly docId: DocId;
  readonly seen: readonly { readonly writer: string; readonly wseq: number; readonly hash: string }[];
  readonly blobIds: readonly string[];
  readonly codec: number;
  readonly payload: string;
  readonly row?: unknown;
  readonly otherFlags?: number;
  readonly rest?: string;
}
interface ContentVectors {
  readonly firstKey: string;
  readonly vaultId: VaultId;
  readonly contents: readonly {
    readonly fields: ContentFields;
    readonly bytes: string;
    readonly padded?: string;
  }[];
  readonly sizes: readonly { readonly length: number; readonly padded: number }[];
  readonly deflate: { readonly plain: string; readonly deflated: string; readonly bomb: string };
  readonly blobRef: { readonly ref: Readonly<Record<string, unknown>>; readonly bytes: string };
}
const contents = vectorsOf<ContentVectors>("content");

test.each(contents.contents)(
  "content is written field by field as the layout says",
  ({ fields, bytes, padded }) => {
    const start = join(
      int((fields.otherFlags ?? 0) + (fields.row === undefined ? 0 : 1), 1),
      fields.hlc,
      fields.docId,
      int(fields.seen.length, 1),
      ...fields.seen.map(({ writer, wseq, hash }) => writer + int(wseq, 4) + hash),
      int(fields.blobIds.length, 1),
      ...fields.blobIds,
      int(fields.codec, 1),
      int(fields.payload.length / 2, 1),
      fields.payload,
    );
    expect(bytes.startsWith(hexOf(start))).toBe(true);
    const behind = hex(bytes).subarray(start.length);
    if (fields.row !== undefined) {
      expect(behind[0]).toBe(behind.length - 1);
      expect(readAny(createDecoder(behind.slice(1)))).toEqual(fields.row);
    } else expect(hexOf(behind)).toBe(fields.rest);
    if (padded !== undefined) {
      expect(padded).toBe((int(bytes.length / 2, 4) + bytes).padEnd(padded.length, "0"));
      expect(toHex(pad(fromHex(bytes)))).toBe(padded);
      expect(toHex(unpad(fromHex(padded))!)).toBe(bytes);
    }
  },
);

test.each(contents.contents)("content is read, and written back the same", ({ fields, bytes }) => {
  const { docTagOf } = createVaultIdentity(fromHex(contents.firstKey), contents.vaultId);
  const docTag = docTagOf(fields.docId);
  const decoded = decodeContent(fromHex(bytes), { docTag, docTagOf });
  if (!decoded.ok) throw new Error(decoded.error.code);
  const { row, payload, rest, ...others }: Content = decoded.value;
  expect(others).toMatchObject({ hlc: fields.hlc, seen: fields.seen, blobIds: fields.blobIds });
  expect([toHex(payload), toHex(rest)]).toEqual([fields.payload, fields.rest ?? ""]);
  if (row !== undefined) expect(decodeAny(row)).toEqual({ ok: true, value: fields.row });
  expect(toHex(encodeContent(decoded.value))).toBe(bytes);
});

test("padded sizes are the published ones", () => {
  for (const { length, padded } of contents.sizes) expect(paddedSize(length)).toBe(padded);
});
test("deflated payloads inflate here and elsewhere; the bomb does not", () => {
  const { plain, deflated, bomb } = contents.deflate;
  expect(inflateRawSync(hex(deflated)).toString("hex")).toBe(plain);
  expect(inflatePayload(fromHex(deflated))).toEqual({ ok: true, value: fromHex(plain) });
  expect(inflatePayload(fromHex(bomb))).toEqual({ ok: false, error: { code: "bomb" } });
});
test("a reference to a blob reads as published", () => {
  const parsed = parseBlobRef(fromHex(contents.blobRef.bytes));
  if (!parsed.ok) throw new Error(parsed.error.code);
  expect({ ...parsed.value, key: toHex(parsed.value.key) }).toEqual(contents.blobRef.ref);
});
