/**
 * Opens a verified envelope and says where it stands. What its author did wrong sets it aside, what is newer than us is
 * deferred; neither stops the feed, and neither is lost (docs/protocol.md, "Judging a page").
 */
import {
  type Content,
  decodeContent,
  envelopeKinds,
  headerEpoch,
  isWithinFence,
  type MembershipState,
  openEnvelope,
  parseBlobRef,
  payloadCodecs,
  readPayload,
  type VerifiedEnvelope,
  writerPrefixOf,
  zeroWriter,
} from "@whisperwell/crypto";
import type { Session } from "../session.ts";

export type Judgement =
  | { readonly standing: "accepted"; readonly content: Content | undefined }
  | { readonly standing: "quarantined"; readonly reason: string; readonly content: Content | undefined }
  | { readonly standing: "deferred"; readonly reason: string; readonly content: Content | undefined };

const setAside = (reason: string, content?: Content): Judgement => ({
  standing: "quarantined",
  reason,
  content,
});
const defer = (reason: string, content?: Content): Judgement => ({ standing: "deferred", reason, content });

/** Kinds that change what a document is, which this version does not apply yet. */
const deferredKinds: ReadonlySet<number> = new Set([envelopeKinds.snapshot, envelopeKinds.tombstone]);

const judgePayload = (content: Content): Judgement => {
  if (content.codec > payloadCodecs.locked) return defer("codec", content);
  if (content.codec === payloadCodecs.locked) return defer("locked", content);
  if (content.codec === payloadCodecs.blobref)
    return parseBlobRef(content.payload).ok ? { standing: "accepted", content } : setAside("payload");
  const read = content.codec === payloadCodecs.deflate ? readPayload(content) : { ok: true as const };
  return read.ok ? { standing: "accepted", content } : setAside("payload");
};

/**
 * The epoch in force at the last membership record the author had seen, this envelope's own citations included. An
 * older one is its author's fault; one it had not seen yet is not.
 */
const epochSeen = ({ epochs }: MembershipState, { seen }: Content, citedMseq: number): number => {
  const mseq = seen.reduce(
    (last, { writer, wseq }) => (writer === zeroPrefix ? Math.max(last, wseq) : last),
    citedMseq,
  );
  return epochs.findLastIndex((epoch) => epoch.mseq <= mseq);
};
const zeroPrefix = writerPrefixOf(zeroWriter);

/**
 * `citedBeyondFence`: an accepted envelope already built on it, so its fence no longer keeps it out. The content of
 * what is set aside by its fence is given as well: it counts as soon as it is cited.
 */
export const judgeEnvelope = (
  envelope: VerifiedEnvelope,
  session: Pick<Session, "keyring" | "identity">,
  membership: MembershipState,
  /** The last membership record its chain had cited before; -1 where it cited none. */
  citedMseq = -1,
): Judgement => {
  const { header } = envelope;
  if (header.epoch > headerEpoch(membership)) return setAside("epoch");
  const opened = openEnvelope(envelope, session.keyring);
  if (!opened.ok) {
    const { code } = opened.error;
    if (code === "newer" || code === "no-body") return defer(code);
    return code === "epoch-key-missing" ? defer(code) : setAside(code);
  }
  const decoded = decodeContent(opened.value.content, {
    docTag: header.docTag,
    docTagOf: session.identity.docTagOf,
  });
  if (!decoded.ok) return setAside(decoded.error.code);
  const content = decoded.value;
  if (header.epoch < epochSeen(membership, content, citedMseq)) return setAside("epoch-stale");
  if (!isWithinFence(membership, header.writerId, header.wseq)) return setAside("fence", content);
  if (deferredKinds.has(header.kind)) return defer("kind", content);
  return header.kind === envelopeKinds.commit ? judgePayload(content) : { standing: "accepted", content };
};
