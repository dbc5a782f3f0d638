/**
 * `sync.catchup-10k`: what a device does for 10,000 commits it has not seen, between the socket and the store: parse,
 * chain, verify, open, read the content. Pages of 500 from two writers over 1,000 documents, through the app's own judge.
 * Yjs and the disk are not in it.
 */
import {
  type Bytes,
  createKeyring,
  createVaultIdentity,
  type DocId,
  encodeContent,
  encodeEnvelope,
  hlcOf,
  payloadCodecs,
  randomId,
  ready,
  sealEnvelope,
  signEnvelope,
  systemRandom,
  type WriterHead,
  type WriterId,
  zeroHash,
} from "@whisperwell/crypto";
import { judgePage, readPage } from "../../../app/src/sync/judge-page.ts";
import { judgeEnvelope } from "../../../app/src/vault/log/opening.ts";
import { testVault } from "../../../crypto/src/membership/testing.ts";
import { type Figure, percentile } from "../figure.ts";

const commits = 10_000;
const pageSize = 500;
const rounds = 7;

const makeFeed = () => {
  const vault = testVault(11);
  const keyring = createKeyring(vault.state.vaultId, [vault.epochKey]);
  const identity = createVaultIdentity(vault.epochKey.key, vault.state.vaultId);
  const docIds = Array.from({ length: 1000 }, () => randomId<DocId>(systemRandom));
  const heads = new Map<WriterId, WriterHead>();
  const items: { form: "whole"; bytes: Bytes }[] = [];
  for (let at = 0; at < commits; at++) {
    // Each writer's run within a page ends signed, as the relay serves it.
    const writerId = vault.writerIds[at % pageSize < pageSize / 2 ? 0 : 1] as WriterId;
    const head = heads.get(writerId);
    const docId = docIds[(at * 7) % docIds.length] as DocId;
    const content = encodeContent({
      hlc: hlcOf(1_790_000_000_000 + at),
      docId,
      seen: [],
      blobIds: [],
      codec: payloadCodecs.plain,
      payload: systemRandom.bytes(140),
      row: undefined,
    });
    const place = { vaultId: vault.state.vaultId, writerId, epoch: 0, docTag: identity.docTagOf(docId) };
    const sealed = sealEnvelope(
      { ...place, kind: "commit", wseq: (head?.wseq ?? -1) + 1, prev: head?.hash ?? zeroHash },
      content,
      { keyring, random: systemRandom, signer: vault.device.id },
    );
    if (!sealed.ok) throw new Error(sealed.error.code);
    const endsRun = (at + 1) % (pageSize / 2) === 0;
    const envelope = endsRun ? signEnvelope(sealed.value, vault.device) : sealed.value;
    heads.set(writerId, { writerId, wseq: envelope.header.wseq, hash: envelope.hash });
    items.push({ form: "whole", bytes: encodeEnvelope(envelope) });
  }
  return { vault, keyring, identity, items };
};

const catchUp = ({ vault, keyring, identity, items }: ReturnType<typeof makeFeed>): number => {
  const heads = new Map<WriterId, WriterHead>();
  let opened = 0;
  for (let from = 0; from < items.length; from += pageSize) {
    const page = readPage(from + 1, items.slice(from, from + pageSize));
    if (!page.ok) throw new Error(page.error.detail);
    const context = { vaultId: vault.state.vaultId, membership: vault.state, heads, known: new Map() };
    const judged = judgePage(page.value, context);
    if (!judged.ok) throw new Error(judged.error.code);
    for (const head of judged.value.heads) heads.set(head.writerId, head);
    for (const { envelope } of judged.value.fresh) {
      const judgement = judgeEnvelope(envelope, { keyring, identity }, vault.state);
      if (judgement.standing === "accepted") opened += 1;
    }
  }
  return opened;
};

export const syncCatchUp: Figure = {
  name: "sync.catchup-10k",
  what: "verify and open 10,000 commits in pages of 500, without Yjs and disk",
  run: async () => {
    await ready;
    const feed = makeFeed();
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      // A device catches up with a keyring that has derived nothing yet.
      const keyring = createKeyring(feed.vault.state.vaultId, [feed.vault.epochKey]);
      const started = performance.now();
      const opened = catchUp({ ...feed, keyring });
      times.push(performance.now() - started);
      if (opened !== commits) throw new Error(`opened ${opened} of ${commits}`);
    }
    const p50 = percentile(times, 50);
    return [
      {
        name: "sync.catchup-10k",
        value: p50,
        unit: "ms",
        better: "lower",
        budget: 400,
        n: rounds,
        p50,
        p95: percentile(times, 95),
      },
    ];
  },
};
