/** Envelopes and their contents. */
import { deflateRaw } from "pako";
import {
  type BlobId,
  codePayload,
  createKeyring,
  encodeAny,
  encodeBlobRef,
  encodeContent,
  encodeEnvelope,
  encodeTombstoneExt,
  hlcOf,
  pad,
  paddedSize,
  randomId,
  sealEnvelope,
  seenOf,
  signEnvelope,
  stubOf,
  utf8,
  type WriterId,
} from "../src/index.ts";
import { device, docId, docTag, epochs, vaultId } from "./vector-keys.ts";
import { hash, must, random, write } from "./vector-tools.ts";

export const keyring = createKeyring(vaultId, epochs);
const writerId = randomId<WriterId>(random);
const otherWriter = randomId<WriterId>(random);
const row = { title: "Rain", favourite: false, counts: { words: 3 } };
const fields = {
  hlc: hlcOf(1_795_518_000_123, 7),
  docId,
  seen: [seenOf({ writerId: otherWriter, wseq: 812, hash: hash() })],
  blobIds: [randomId<BlobId>(random)],
  codec: 0,
  payload: utf8("not a Yjs update, but bytes"),
  row: encodeAny(row),
};
const content = encodeContent(fields);
const deps = { keyring, random, signer: device.id };
const place = { vaultId, writerId, wseq: 41, epoch: 2, docTag, prev: hash() };
const commit = signEnvelope(must(sealEnvelope({ kind: "commit", ...place }, content, deps)), device);
const tombstoneExt = encodeTombstoneExt({
  covers: [{ writerId, wseq: 41 }],
  successor: undefined,
  cosign: undefined,
});
const tombstoneContent = encodeContent({ ...fields, payload: new Uint8Array(0), row: undefined });
const tombstone = signEnvelope(
  must(
    sealEnvelope(
      { kind: "tombstone", ...place, wseq: 42, prev: commit.hash, ext: tombstoneExt },
      tombstoneContent,
      deps,
    ),
  ),
  device,
);
const checkpointContent = encodeContent({ ...fields, docId: undefined, row: undefined });
const checkpointExt = new Uint8Array(4);
const checkpoint = signEnvelope(
  must(
    sealEnvelope(
      {
        kind: "checkpoint",
        ...place,
        docTag: "0".repeat(32) as typeof docTag,
        wseq: 43,
        prev: tombstone.hash,
        ext: checkpointExt,
      },
      checkpointContent,
      deps,
    ),
  ),
  device,
);
await write("envelope-v1", {
  device: { seed: device.seed, edPub: device.edPub },
  vaultId,
  writerId,
  epoch: { n: 2, key: epochs[2].key },
  envelopes: [
    { kind: 1, wseq: 41, docTag, prev: place.prev, ext: undefined, content, sealed: commit },
    {
      kind: 6,
      wseq: 42,
      docTag,
      prev: commit.hash,
      ext: tombstoneExt,
      content: tombstoneContent,
      sealed: tombstone,
    },
    {
      kind: 3,
      wseq: 43,
      docTag: "0".repeat(32),
      prev: tombstone.hash,
      ext: checkpointExt,
      content: checkpointContent,
      sealed: checkpoint,
    },
  ].map(({ sealed, ...rest }) => ({
    ...rest,
    hash: sealed.hash,
    whole: encodeEnvelope(sealed),
    stub: encodeEnvelope(stubOf(sealed)),
  })),
});

const deflatable = utf8(Array.from({ length: 300 }, (_, i) => `line ${i * i}`).join("\n"));
await write("content", {
  firstKey: epochs[0].key,
  vaultId,
  contents: [
    { fields: { ...fields, row }, bytes: content, padded: pad(content) },
    {
      fields: { ...fields, row: undefined, otherFlags: 2, rest: utf8("later") },
      bytes: encodeContent({ ...fields, row: undefined, otherFlags: 2, rest: utf8("later") }),
    },
  ],
  sizes: [0, 1, 252, 253, 508, 509, 1020, 1021, 5000, 65_532, 65_533, 500_000].map((length) => ({
    length,
    padded: paddedSize(length),
  })),
  deflate: {
    plain: deflatable,
    deflated: codePayload(deflatable, { mayDeflate: true, otherBytes: 60 }).payload,
    bomb: deflateRaw(new Uint8Array(200_000)),
  },
  blobRef: (() => {
    const ref = {
      blobId: randomId<BlobId>(random),
      key: random.bytes(32),
      size: 2_000_000,
      chunkIds: [hash(), hash()],
      codec: 1,
    };
    return { ref, bytes: encodeBlobRef(ref) };
  })(),
});
