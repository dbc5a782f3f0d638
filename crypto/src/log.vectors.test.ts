/** The published bytes of membership log, pairing, attachments and backup still read, and still come out the same. */
import { expect, test } from "vitest";
import attachments from "../vectors/attachment.json" with { type: "json" };
import backup from "../vectors/backup-v1.json" with { type: "json" };
import membership from "../vectors/membership.json" with { type: "json" };
import pairing from "../vectors/pairing.json" with { type: "json" };
import { type AttachmentManifest, openAttachment } from "./attachment.ts";
import { readBackup } from "./backup/read.ts";
import { wayOfPhrase } from "./backup/ways.ts";
import { type Bytes, concat, fromHex, toHex, u8, u32, u64, utf8 } from "./bytes.ts";
import { parseVaultId, type VaultId } from "./ids.ts";
import { encodeRecordBody } from "./membership/body.ts";
import { openEpochKeys } from "./membership/keys.ts";
import { openLabel } from "./membership/label.ts";
import { readMembershipLog } from "./membership/reduce.ts";
import { parsePairingCode } from "./pairing/code.ts";
import { openAnchor, openOffer } from "./pairing/payloads.ts";
import { commitmentOf, pairingKeysOf } from "./pairing/session.ts";
import { createPrincipal, type PrincipalKind } from "./principal.ts";
import { assert, type Result } from "./result.ts";
import { ready, sodium } from "./sodium.ts";
import { patternBytes } from "./testing.ts";

await ready;
const must = <T, E>(result: Result<T, E>): T => {
  assert(result.ok, `expected ok, got ${JSON.stringify(result)}`);
  return result.value;
};

test("membership: every record reduces to its hash, re-encodes to its bytes, and the keys open", () => {
  const log = must(readMembershipLog(membership.records.map((record) => fromHex(record.item))));
  expect(log.state).toMatchObject({
    vaultId: membership.vaultId,
    genesisHash: membership.genesisHash,
    mseq: 8,
  });
  for (const [i, { body, envelope }] of log.steps.entries()) {
    const record = membership.records[i]!;
    expect(envelope.hash).toBe(record.hash);
    expect(body).toMatchObject({ signerId: record.signerId, at: record.at, fields: { type: record.type } });
    expect(toHex(encodeRecordBody(body))).toBe(record.body);
  }
  const [device, phone] = membership.principals.map(({ kind, seed }) =>
    createPrincipal(kind as PrincipalKind, fromHex(seed)),
  );
  const keys = must(openEpochKeys(log.state, device!));
  expect(keys.size).toBe(4);
  for (const { n, key } of membership.epochKeys) expect(toHex(keys.get(n)!)).toBe(key);
  expect([...must(openEpochKeys(log.state, phone!)).keys()]).toEqual([1, 0]);
  const label = log.state.principals.get(phone!.id)?.label;
  expect(openLabel(keys.get(0)!, phone!.id, label!)).toBe("Zoë’s phone");
});

test("pairing: code, commitment, keys, digits, offer and anchor follow from the two secrets", () => {
  const code = must(parsePairingCode(pairing.text));
  const [openerKey, showerKey, offerMessage, anchorMessage] = pairing.messages.map(fromHex) as [
    Bytes,
    Bytes,
    Bytes,
    Bytes,
  ];
  const reveal = (message: Bytes, secret: string) => {
    const publicKey = message.slice(1, 33);
    expect(publicKey).toEqual(sodium.crypto_scalarmult_base(fromHex(secret)));
    return { secret: fromHex(secret), publicKey, nonce: message.slice(33) };
  };
  const opener = reveal(openerKey, pairing.openerSecret);
  const shower = reveal(showerKey, pairing.showerSecret);
  expect(commitmentOf(code, shower)).toEqual(code.commitment);
  for (const own of [opener, shower]) {
    const keys = must(pairingKeysOf({ code, opener, shower }, own));
    expect({
      ...keys,
      transcript: toHex(keys.transcript),
      up: toHex(keys.up),
      down: toHex(keys.down),
    }).toEqual(pairing.keys);
    const offer = must(openOffer(keys, offerMessage.subarray(1)));
    expect(offer).toMatchObject({ label: pairing.newcomer.label, writerIds: pairing.newcomer.writerIds });
    expect(offer.device.id).toBe(pairing.newcomer.id);
    expect(must(openAnchor(keys, anchorMessage.subarray(1)))).toEqual(pairing.anchor);
  }
});

/** Written from the published format alone, without attachment.ts. */
const sealPlainly = async (
  vector: (typeof attachments)[number],
  index: number,
  total: number,
  padded: Bytes,
) => {
  const key = await crypto.subtle.importKey("raw", fromHex(vector.key), "AES-GCM", false, ["encrypt"]);
  const additionalData = concat(
    utf8("ww/1/blob"),
    fromHex(vector.vaultId),
    fromHex(vector.blobId),
    u32(index),
    u8(index === total - 1 ? 1 : 0),
    u32(total),
  );
  const iv = concat(u32(0), u64(index));
  return new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, padded));
};

test("attachments: chunk ids and ciphertexts are those of the published keys, and open to the content", async () => {
  const paddedSizes = [0, 1, 1024, 1_048_576, 1_081_344];
  for (const [i, vector] of attachments.entries()) {
    const padded = new Uint8Array(paddedSizes[i]!);
    padded.set(patternBytes(vector.size));
    const total = Math.max(1, Math.ceil(padded.length / 1_048_576));
    const sealed: Bytes[] = [];
    for (let at = 0; at < total; at++)
      sealed.push(await sealPlainly(vector, at, total, padded.slice(at * 1_048_576, (at + 1) * 1_048_576)));
    expect(sealed.map((chunk) => toHex(sodium.crypto_generichash(32, chunk, null)))).toEqual(vector.chunkIds);
    if (vector.ciphertexts !== undefined) expect(sealed.map(toHex)).toEqual(vector.ciphertexts);
    const manifest = { ...vector, key: fromHex(vector.key) } as unknown as AttachmentManifest;
    const parts: Bytes[] = [];
    for await (const part of openAttachment(vector.vaultId as VaultId, manifest, async (at) => sealed[at]))
      parts.push(must(part));
    expect(concat(...parts)).toEqual(patternBytes(vector.size));
  }
});

test("backup: the published file opens by its words to its manifest", async () => {
  const file = Uint8Array.from(atob(backup.file), (character) => character.charCodeAt(0));
  let envelopes = 0;
  const answer = must(
    await readBackup(
      (async function* () {
        yield file;
      })(),
      wayOfPhrase(fromHex(backup.entropy)),
      {
        onEnvelope: async () => {
          envelopes++;
        },
      },
    ),
  );
  expect(answer.manifest).toEqual(backup.manifest);
  expect(answer.head.vaultId).toBe(parseVaultId(backup.vaultId));
  expect(envelopes).toBe(backup.envelopes);
});
