/**
 * Writes the golden vectors of the membership log, pairing, attachments and the backup file (crypto/vectors/*.json) from
 * a seed. Formats are final: run it to add a vector, never to make a failing test pass.
 */
import { writeFile } from "node:fs/promises";
import { testBackup } from "../src/backup/testing.ts";
import {
  type FeedEpoch,
  type Hash,
  type Principal,
  parsePairingCode,
  randomId,
  ready,
  sealAttachment,
  toHex,
  type VaultId,
  type WriterId,
} from "../src/index.ts";
import { membershipStory } from "../src/membership/story.ts";
import {
  answerPairing,
  receivePairing,
  sendAnchor,
  showPairing,
  typeDigits,
} from "../src/pairing/machine.ts";
import { createPrincipal } from "../src/principal.ts";
import { assert, type Result } from "../src/result.ts";
import { patternBytes, seededRandom } from "../src/testing.ts";

await ready;

const must = <T, E>(result: Result<T, E>): T => {
  assert(result.ok, "every vector can be made");
  return result.value;
};
const plain = (_key: string, value: unknown): unknown => {
  if (value instanceof Uint8Array) return toHex(value);
  return value instanceof Map ? Object.fromEntries(value) : value;
};
const write = (name: string, vectors: unknown) =>
  writeFile(new URL(`../vectors/${name}.json`, import.meta.url), `${JSON.stringify(vectors, plain, 2)}\n`);
const seedOf = ({ kind, seed, id }: Principal) => ({ kind, seed, id });

const story = membershipStory(20_261_124);
const { phone, changed, device, passphrase, phrase, entropy } = story;
await write("membership", {
  vaultId: story.state.vaultId,
  genesisHash: story.state.genesisHash,
  principals: [device, phone, passphrase, changed, phrase].map(seedOf),
  entropy,
  epochKeys: story.epochKeys,
  records: story.records.map(({ body, envelope, item }) => ({
    type: body.fields.type,
    signerId: body.signerId,
    at: body.at,
    hash: envelope.hash,
    body: envelope.body,
    item,
  })),
});

const random = seededRandom(811);
const joining = createPrincipal("device", random.bytes(32));
const writerIds = Array.from({ length: 4 }, () => randomId<WriterId>(random));
const label = "Zoë’s phone";
const origin = "https://journal.example";
const shown = showPairing({ random }, { origin, party: { holds: true } });
const code = must(parsePairingCode(shown.text));
const answered = must(
  answerPairing({ random }, { code, party: { holds: false, device: joining, writerIds, label } }),
);
assert(shown.step.state.phase === "waiting-for-opener", "shown");
assert(answered.state.phase === "waiting-for-shower", "answered");
const [showerSecret, openerSecret] = [shown.step.state.own.secret, answered.state.own.secret];
const revealed = receivePairing({ random }, shown.step.state, answered.send[0] as Uint8Array);
const offered = receivePairing({ random }, answered.state, revealed.send[0] as Uint8Array);
assert(offered.state.phase === "waiting-for-anchor", "offered");
const { digits, keys } = offered.state;
const asked = receivePairing({ random }, revealed.state, offered.send[0] as Uint8Array);
const confirmed = typeDigits(asked.state, digits);
const anchor = {
  vaultId: story.state.vaultId,
  genesisHash: story.state.genesisHash,
  mseq: story.state.mseq,
  mhash: story.state.head,
  heads: [...writerIds]
    .sort()
    .map((writerId, i) => ({ writerId, wseq: 200 * i, hash: toHex(random.bytes(32)) as Hash })),
  feedEpoch: randomId<FeedEpoch>(random),
  seq: 4200,
};
const joined = sendAnchor({ random }, confirmed.state, anchor);
await write("pairing", {
  text: shown.text,
  origin,
  showerSecret,
  openerSecret,
  newcomer: { ...seedOf(joining), writerIds, label },
  keys,
  messages: [answered.send[0], revealed.send[0], offered.send[0], joined.send[0]],
  anchor,
});

async function* whole(bytes: Uint8Array) {
  yield bytes;
}
const attachments = [];
for (const size of [0, 1, 1000, 1_048_576, 1_048_577]) {
  const vaultId = randomId<VaultId>(random);
  const ciphertexts: Uint8Array[] = [];
  const manifest = must(
    await sealAttachment(
      { random },
      {
        vaultId,
        size,
        source: whole(patternBytes(size)),
        keep: async (chunk) => {
          ciphertexts.push(chunk.ciphertext);
        },
      },
    ),
  );
  attachments.push({ vaultId, ...manifest, ciphertexts: size <= 1000 ? ciphertexts : undefined });
}
await write("attachment", attachments);

const backup = await testBackup(20_261_124);
const { written, file } = await backup.write();
await write("backup-v1", {
  vaultId: backup.vault.state.vaultId,
  entropy: backup.vault.entropy,
  manifest: must(written),
  envelopes: backup.items.length,
  file: Buffer.from(file).toString("base64"),
});
