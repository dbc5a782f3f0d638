/**
 * A writer is a chain: each envelope names the hash of the one before. The last envelope of a run is signed, and hashes
 * carry that backwards, so a run of any length costs one verification.
 */
import { verifyEnvelope } from "./envelope.ts";
import { mintVerified, raw, type UnverifiedEnvelope, type VerifiedEnvelope } from "./envelope-proof.ts";
import { type Hash, type VaultId, type WriterId, zeroHash } from "./ids.ts";
import type { PublicPrincipal } from "./principal.ts";
import { assert, err, ok, type Result } from "./result.ts";

/** The last link known of a writer. */
export interface WriterHead {
  readonly writerId: WriterId;
  readonly wseq: number;
  readonly hash: Hash;
}
export interface Chain {
  readonly vaultId: VaultId;
  readonly writerId: WriterId;
  /** The device the writer is registered to. */
  readonly signer: Pick<PublicPrincipal, "id" | "edPub">;
  /** undefined before its first envelope. */
  readonly head: WriterHead | undefined;
}
export interface Extended {
  readonly envelopes: readonly VerifiedEnvelope[];
  readonly head: WriterHead;
}
/**
 * gap: does not begin right behind our head. fork: signed, and another successor than ours: two truths of one writer.
 * signature: not carried by the signer. malformed: not one run of this writer at all (says what is off).
 */
export type ChainError =
  | { readonly code: "gap"; readonly expected: number; readonly got: number }
  | { readonly code: "fork"; readonly wseq: number; readonly known: Hash; readonly got: Hash }
  | { readonly code: "signature" }
  | {
      readonly code: "malformed";
      readonly what: "vault" | "writer" | "order" | "link" | "unsigned" | "first";
    };
const malformed = (what: Extract<ChainError, { code: "malformed" }>["what"]) =>
  err({ code: "malformed", what } as const);

/** Order and links within the run itself, before any signature is asked. */
const checkRun = (run: readonly UnverifiedEnvelope[], chain: Chain): Result<undefined, ChainError> => {
  let before: UnverifiedEnvelope | undefined;
  for (const envelope of run) {
    const { header } = envelope;
    if (header.vaultId !== chain.vaultId) return malformed("vault");
    if (header.writerId !== chain.writerId) return malformed("writer");
    if ((header.wseq === 0) !== (header.prev === zeroHash)) return malformed("first");
    if (before !== undefined && header.wseq !== before.header.wseq + 1) return malformed("order");
    if (before !== undefined && header.prev !== before.hash) return malformed("link");
    before = envelope;
  }
  return before?.signed ? ok(undefined) : malformed("unsigned");
};

/** Where a signed, well linked run stands against our head. */
const checkPlace = (run: readonly UnverifiedEnvelope[], { head }: Chain): Result<undefined, ChainError> => {
  const [first] = run;
  assert(first !== undefined, "a run was not empty a moment ago");
  const expected = head === undefined ? 0 : head.wseq + 1;
  const got = first.header.wseq;
  if (got === expected)
    return head === undefined || first.header.prev === head.hash
      ? ok(undefined)
      : err({ code: "fork", wseq: head.wseq, known: head.hash, got: first.header.prev });
  const rival = head === undefined ? undefined : run.find((envelope) => envelope.header.wseq === head.wseq);
  if (head !== undefined && rival !== undefined && rival.hash !== head.hash)
    return err({ code: "fork", wseq: head.wseq, known: head.hash, got: rival.hash });
  return err({ code: "gap", expected, got });
};

/**
 * Appends a run (whole envelopes, stubs, or both) to a writer's chain. Nothing is accepted in part. Signatures inside
 * the run were not asked and are left out of what is returned: only the last is known to be genuine.
 * A caller that may receive what it already has drops the known prefix first, comparing hashes.
 */
export const extendChain = (
  chain: Chain,
  run: readonly UnverifiedEnvelope[],
): Result<Extended, ChainError> => {
  const checked = checkRun(run, chain);
  if (!checked.ok) return checked;
  const last = run.at(-1);
  assert(last !== undefined, "an empty run ends on no signature and was refused");
  const verifiedLast = verifyEnvelope(last, chain.signer);
  if (!verifiedLast.ok) return err({ code: "signature" });
  const placed = checkPlace(run, chain);
  if (!placed.ok) return placed;
  const inner = run
    .slice(0, -1)
    .map((envelope) =>
      mintVerified(
        envelope.header,
        envelope.hash,
        { ...envelope[raw], signature: undefined },
        chain.signer.id,
      ),
    );
  return ok({
    envelopes: [...inner, verifiedLast.value],
    head: { writerId: chain.writerId, wseq: last.header.wseq, hash: last.hash },
  });
};

/** One page sorted into runs, each in the order the feed has it. */
export const runsByWriter = (
  envelopes: readonly UnverifiedEnvelope[],
): ReadonlyMap<WriterId, readonly UnverifiedEnvelope[]> =>
  Map.groupBy(envelopes, (envelope) => envelope.header.writerId);
