/** What a client has that this feed lacks: any live device may upload any writer's signed runs. */
import { zeroHash, zeroWriter } from "@whisperwell/crypto";
import type { Frame, WriterHead } from "../wire/index.ts";
import type { LiveVault } from "./vaults.ts";

/** Membership first, then the writers in the order asked; a writer not registered here yet waits for its record. */
export const reconcile = (
  vault: LiveVault,
  heads: readonly WriterHead[],
): Frame & { readonly type: "want" } => {
  const next = ({ writerId }: WriterHead): number => {
    if (writerId === zeroWriter) return vault.membership.mseq + 1;
    const held = vault.heads.get(writerId);
    return held === undefined ? 0 : held.wseq + 1;
  };
  const writers = heads
    .filter((head) => head.hash !== zeroHash && head.wseq >= next(head))
    .map((head) => ({ writerId: head.writerId, from: next(head) }));
  const isRecord = ({ writerId }: { readonly writerId: string }): boolean => writerId === zeroWriter;
  return {
    type: "want",
    writers: [...writers.filter(isRecord), ...writers.filter((writer) => !isRecord(writer))],
  };
};
