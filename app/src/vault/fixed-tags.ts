import type { DocTag } from "@whisperwell/crypto";
import type { Session } from "./session.ts";

/** Documents that are no entries: one of each in a vault, under a name that never changes. */
export const fixedTagsOf = ({ identity }: Pick<Session, "identity">): ReadonlySet<DocTag> =>
  new Set(
    (["taxonomy", "settings", "index"] as const).map((name) => identity.docTagOf(identity.fixedDocId(name))),
  );
