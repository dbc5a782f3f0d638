/** Ids of tags, people, places and journals for the documents, from the vault's first key. */
import { type NameKind, type Random, randomId } from "@whisperwell/crypto";
import type { NameIds } from "../../documents/model.ts";
import type { Session } from "../session.ts";

export const nameIdsOf = ({ identity }: Pick<Session, "identity">, random: Random): NameIds => ({
  idOf: (kind: NameKind, name) => identity.nameIdOf(kind, name),
  randomId: () => randomId(random),
});
