/** What a client does about a NACK: the table of docs/protocol.md as one function, so that no code is forgotten. */
import { type WriterId, zeroWriter } from "@whisperwell/crypto";
import { type Payloads, parseRefusal, type RefusalCode } from "@whisperwell/sync-server/wire";
import { heldCount } from "./judge-page.ts";

export type RefusalStep =
  /** Wait, then send the same bytes again from the first refused. */
  | { readonly step: "again" }
  /** The relay holds less of this writer than we thought: send from there. */
  | { readonly step: "again-from"; readonly wseq: number }
  /** A lost race or a stale fence of a membership record: pull, then the intent is issued anew. */
  | { readonly step: "reissue"; readonly cause: "conflict" | "fence" | "epoch" }
  /** The content is written again: under a spare writer after a proven fork, or under the current epoch after a pull. */
  | { readonly step: "re-emit"; readonly cause: "fork" | "epoch" }
  /** A claim without its proof. */
  | { readonly step: "disbelieve"; readonly detail: string }
  | { readonly step: "needs-user"; readonly code: RefusalCode }
  | { readonly step: "stop-writer"; readonly code: RefusalCode };

export interface RefusedRun {
  readonly writerId: WriterId;
  readonly from: number;
}
type Nack = Pick<Payloads["nack"], "code" | "expect" | "proof">;

/** The same for what a relay says to a whole connection. */
export const isForUser = (code: string): boolean =>
  code === "quota" || code === "signed-out" || code === "upgrade" || code === "closed" || code === "revoked";

/**
 * `proven`: the NACK carries a stub that this device signed and its log does not hold (own-stub.ts). A code of a newer relay is treated as `busy`:
 * nothing is ever taken for done.
 */
export const decideRefusal = (nack: Nack, run: RefusedRun, proven: boolean): RefusalStep => {
  const code = parseRefusal(nack.code);
  const held = nack.expect?.find(({ writerId }) => writerId === run.writerId);
  const isMembership = run.writerId === zeroWriter;
  switch (code) {
    case undefined:
    case "busy":
    case "rate":
    case "halted":
      return { step: "again" };
    case "conflict":
      return { step: "reissue", cause: "conflict" };
    case "gap":
      return held !== undefined && heldCount(held) < run.from
        ? { step: "again-from", wseq: heldCount(held) }
        : { step: "again" };
    case "fork":
      if (isMembership) return { step: "reissue", cause: "conflict" };
      return proven
        ? { step: "re-emit", cause: "fork" }
        : { step: "disbelieve", detail: "fork-without-proof" };
    case "epoch":
      return isMembership ? { step: "reissue", cause: "epoch" } : { step: "re-emit", cause: "epoch" };
    case "fence":
      return isMembership ? { step: "reissue", cause: "fence" } : { step: "re-emit", cause: "epoch" };
    case "quota":
    case "signed-out":
    case "upgrade":
    case "closed":
    case "revoked":
      return { step: "needs-user", code };
    case "malformed":
    case "too-big":
    case "signature":
    case "record":
    case "covers":
      return { step: "stop-writer", code };
  }
};
