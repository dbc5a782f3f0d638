/**
 * Is this page the feed? Pure, so that the log can ask inside the transaction that stores the page and moves the cursor.
 *
 * Everything refused here is the relay's fault: wrong vault, a gap, a broken chain, a signature that is not the
 * writer's, a writer nobody registered, a membership record that breaks a rule, another envelope than the one we know.
 * Then nothing of the page is stored. What an author may have done wrong (past a fence, does not open, claims beyond what
 * it saw) is for the log to judge when it opens: those are stored and set aside, and the cursor moves.
 */
import {
  type EnvelopeForm,
  type EnvelopeHeader,
  err,
  extendChain,
  type Hash,
  isSignedBy,
  type MembershipState,
  type MembershipStep,
  ok,
  parseEnvelope,
  type Result,
  reduceMembership,
  type UnverifiedEnvelope,
  type VaultId,
  type VerifiedEnvelope,
  type WriterHead,
  type WriterId,
  zeroHash,
  zeroWriter,
} from "@whisperwell/crypto";

export interface PageItem {
  readonly form: EnvelopeForm;
  readonly bytes: Uint8Array;
}
/** Items with the right shape, at their places in the feed. */
export interface ReadPage {
  readonly items: readonly { readonly seq: number; readonly envelope: UnverifiedEnvelope }[];
}
/** A place in a writer's chain that the log already has. */
export interface Link {
  readonly writerId: WriterId;
  readonly wseq: number;
}
export const linkKey = ({ writerId, wseq }: Link): string => `${writerId}/${wseq}`;

export interface PageContext {
  readonly vaultId: VaultId;
  /** undefined on a device that has no membership log yet. */
  readonly membership: MembershipState | undefined;
  /** The last link known of each writer, ours included; not the zero writer. */
  readonly heads: ReadonlyMap<WriterId, WriterHead>;
  /**
   * This device's writers, each with the last link that a feed showed or a relay acknowledged. Behind it another branch
   * than the one here is ours too: storage went back once, and an earlier life of it had sent more.
   */
  readonly own?: ReadonlyMap<WriterId, WriterHead | undefined>;
  /** By `linkKey`: hashes of what `linksToLookUp` named. A link missing here was never stored. */
  readonly known: ReadonlyMap<string, Hash>;
}
export interface PageMatter {
  readonly seq: number;
  readonly envelope: VerifiedEnvelope;
}
export interface JudgedPage {
  /** New to this log, in the feed's order, membership records included. */
  readonly fresh: readonly PageMatter[];
  /** Already here under the same hash: ours that came back, or what another feed epoch had shown. */
  readonly known: readonly (Link & { readonly seq: number; readonly hash: Hash })[];
  /** Steps of the membership log this page brought, in order. */
  readonly steps: readonly MembershipStep[];
  readonly membership: MembershipState | undefined;
  /** Heads that moved. */
  readonly heads: readonly WriterHead[];
}
/**
 * page-invalid: nothing may be stored. `alarm` names a proven fork: two signed successors of one link.
 * update-needed: chain and signature good, a record of a newer version; stop there.
 */
export type JudgeFault =
  | {
      readonly code: "page-invalid";
      readonly detail: string;
      readonly alarm?: Link & { readonly code: "FORK" | "MEMBERSHIP_FORK" };
    }
  | { readonly code: "update-needed"; readonly mseq: number };
const invalid = (detail: string, alarm?: Link & { readonly code: "FORK" | "MEMBERSHIP_FORK" }) =>
  err({ code: "page-invalid", detail, ...(alarm === undefined ? {} : { alarm }) } as const);

/** Shapes only; `from` is the seq of the first item. */
export const readPage = (
  from: number,
  items: readonly PageItem[],
): Result<ReadPage, Extract<JudgeFault, { code: "page-invalid" }>> => {
  const read: { seq: number; envelope: UnverifiedEnvelope }[] = [];
  for (const [index, { form, bytes }] of items.entries()) {
    const envelope = parseEnvelope(bytes, form);
    if (!envelope.ok) return invalid(`item-${envelope.error.code}`);
    read.push({ seq: from + index, envelope: envelope.value });
  }
  return ok({ items: read });
};

const isKnownPlace = (
  { writerId, wseq }: EnvelopeHeader,
  heads: ReadonlyMap<WriterId, WriterHead>,
  membership: MembershipState | undefined,
): boolean =>
  writerId === zeroWriter
    ? membership !== undefined && wseq <= membership.mseq
    : wseq <= (heads.get(writerId)?.wseq ?? -1);

/** Which stored links the judgement will compare with: what the page repeats of what we have. */
export const linksToLookUp = (
  page: ReadPage,
  { heads, membership }: Pick<PageContext, "heads" | "membership">,
): readonly Link[] =>
  page.items
    .map(({ envelope: { header } }) => header)
    .filter((header) => isKnownPlace(header, heads, membership))
    .map(({ writerId, wseq }) => ({ writerId, wseq }));

interface Draft {
  membership: MembershipState | undefined;
  readonly steps: { readonly seq: number; readonly step: MembershipStep }[];
  readonly known: (Link & { readonly seq: number; readonly hash: Hash })[];
  /** The last link of each writer that the page repeats. */
  readonly repeated: Map<WriterId, WriterHead>;
  readonly runs: Map<WriterId, { readonly seq: number; readonly envelope: UnverifiedEnvelope }[]>;
}

/** Another record than the one we know, or on another predecessor: a fork only if a member signed it. */
const otherRecord = (detail: string, { membership }: Draft, envelope: UnverifiedEnvelope) => {
  const { writerId, wseq } = envelope.header;
  const members = [...(membership?.principals.values() ?? [])];
  return members.some(({ edPub }) => isSignedBy(envelope, edPub))
    ? invalid(detail, { code: "MEMBERSHIP_FORK", writerId, wseq })
    : invalid(detail);
};

/** Another envelope at a place we know. A fork only if its writer's device signed it, or what follows it here. */
const otherEnvelope = (page: ReadPage, context: PageContext, { header }: UnverifiedEnvelope) => {
  const { writerId, wseq } = header;
  const signer = signerOf(context.membership, writerId);
  if (signer === undefined) return invalid("unknown-writer");
  const branch = page.items
    .map(({ envelope }) => envelope)
    .filter((envelope) => envelope.header.writerId === writerId && envelope.header.wseq >= wseq);
  const chain = { vaultId: context.vaultId, writerId, signer, head: context.heads.get(writerId) };
  const extended = extendChain(chain, branch);
  // Its place is judged after its signature: a refusal of the place alone means that the signature is good.
  const genuine = !extended.ok && (extended.error.code === "fork" || extended.error.code === "gap");
  return genuine ? invalid("differs", { code: "FORK", writerId, wseq }) : invalid("differs");
};

const signerOf = (membership: MembershipState | undefined, writerId: WriterId) => {
  const device = membership?.writers.get(writerId)?.device;
  return device === undefined ? undefined : membership?.principals.get(device);
};

const addRecord = (draft: Draft, seq: number, envelope: UnverifiedEnvelope): Result<void, JudgeFault> => {
  const step = reduceMembership(draft.membership, envelope);
  if (step.ok) {
    draft.membership = step.value.state;
    draft.steps.push({ seq, step: step.value });
    return ok(undefined);
  }
  if (step.error.code === "newer") return err({ code: "update-needed", mseq: envelope.header.wseq });
  return step.error.code === "prev"
    ? otherRecord("record-prev", draft, envelope)
    : invalid(`record-${step.error.code}`);
};

/** A place of our own writer that only this device has filled: another branch there is judged as a chain, like new ones. */
const isOwnBranch = ({ own }: PageContext, { writerId, wseq }: Link): boolean =>
  own?.has(writerId) === true && wseq > (own.get(writerId)?.wseq ?? -1);

/** What a run has to follow: our head, or where it leaves the branch that only this device has. */
const runHead = (
  { repeated }: Draft,
  { heads, own }: PageContext,
  writerId: WriterId,
  firstWseq: number,
): WriterHead | undefined => {
  const head = heads.get(writerId);
  if (head === undefined || firstWseq > head.wseq || own?.has(writerId) !== true) return head;
  const shown = own.get(writerId);
  const again = repeated.get(writerId);
  return again !== undefined && again.wseq > (shown?.wseq ?? -1) ? again : shown;
};

/** Files each item where it belongs, in the feed's order: a writer counts from the record that registers it on. */
const sortItems = (page: ReadPage, context: PageContext): Result<Draft, JudgeFault> => {
  const draft: Draft = {
    membership: context.membership,
    steps: [],
    known: [],
    repeated: new Map(),
    runs: new Map(),
  };
  for (const { seq, envelope } of page.items) {
    const { header, hash } = envelope;
    if (header.vaultId !== context.vaultId) return invalid("vault");
    const link = { writerId: header.writerId, wseq: header.wseq };
    if (isKnownPlace(header, context.heads, context.membership)) {
      if (context.known.get(linkKey(link)) === hash) {
        draft.known.push({ ...link, seq, hash });
        draft.repeated.set(header.writerId, { ...link, hash });
        continue;
      }
      if (header.writerId === zeroWriter) return otherRecord("record-differs", draft, envelope);
      if (!isOwnBranch(context, link)) return otherEnvelope(page, context, envelope);
    }
    if (header.writerId === zeroWriter) {
      const added = addRecord(draft, seq, envelope);
      if (!added.ok) return added;
      continue;
    }
    if (draft.membership?.writers.has(header.writerId) !== true) return invalid("unknown-writer");
    const run = draft.runs.get(header.writerId);
    if (run === undefined) draft.runs.set(header.writerId, [{ seq, envelope }]);
    else run.push({ seq, envelope });
  }
  return ok(draft);
};

const verifyRuns = (
  draft: Draft,
  context: PageContext,
): Result<{ readonly fresh: PageMatter[]; readonly heads: WriterHead[] }, JudgeFault> => {
  const fresh: PageMatter[] = draft.steps.map(({ seq, step }) => ({ seq, envelope: step.envelope }));
  const heads: WriterHead[] = [];
  for (const [writerId, run] of draft.runs) {
    const signer = signerOf(draft.membership, writerId);
    if (signer === undefined) return invalid("unknown-writer");
    const head = runHead(draft, context, writerId, run[0]?.envelope.header.wseq ?? 0);
    const extended = extendChain(
      { vaultId: context.vaultId, writerId, signer, head },
      run.map(({ envelope }) => envelope),
    );
    if (!extended.ok) {
      const { error } = extended;
      if (error.code === "fork") return invalid("fork", { code: "FORK", writerId, wseq: error.wseq });
      return invalid(error.code === "malformed" ? `chain-${error.what}` : `chain-${error.code}`);
    }
    heads.push(extended.value.head);
    for (const [index, envelope] of extended.value.envelopes.entries())
      fresh.push({ seq: (run[index] as { seq: number }).seq, envelope });
  }
  fresh.sort((a, b) => a.seq - b.seq);
  return ok({ fresh, heads });
};

/**
 * One Ed25519 verification per writer and one per membership record. The answer depends on nothing but its input.
 */
export const judgePage = (page: ReadPage, context: PageContext): Result<JudgedPage, JudgeFault> => {
  const draft = sortItems(page, context);
  if (!draft.ok) return draft;
  const verified = verifyRuns(draft.value, context);
  if (!verified.ok) return verified;
  return ok({
    fresh: verified.value.fresh,
    known: draft.value.known,
    steps: draft.value.steps.map(({ step }) => step),
    membership: draft.value.membership,
    heads: verified.value.heads,
  });
};

/** For READY's answers and NACKs: nothing held is written as wseq 0 with the zero hash. */
export const heldCount = ({ wseq, hash }: Pick<WriterHead, "wseq" | "hash">): number =>
  hash === zeroHash ? 0 : wseq + 1;
