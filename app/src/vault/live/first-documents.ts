/** The two documents every vault has from its first transaction on: taxonomy with one journal, settings with the slot. */
import { type DocId, payloadCodecs, type Random, type Slot } from "@whisperwell/crypto";
import { applySettingsChange } from "../../documents/settings.ts";
import { initTaxonomy } from "../../documents/taxonomy.ts";
import type { NewCommit } from "../log/commit-batch.ts";
import type { Session } from "../session.ts";
import { newDoc, stateOf } from "./documents.ts";
import { nameIdsOf } from "./names.ts";

export const firstDocuments = (
  session: Session,
  random: Random,
  {
    journalName,
    deviceName,
    slot,
  }: { readonly journalName: string; readonly deviceName: string; readonly slot: Slot },
): readonly NewCommit[] => {
  const { identity, device } = session;
  const commit = (docId: DocId, update: Uint8Array): NewCommit => ({
    docId,
    docTag: identity.docTagOf(docId),
    coded: { codec: payloadCodecs.plain, payload: update },
    blobIds: [],
    row: undefined,
  });
  const taxonomy = newDoc(random);
  initTaxonomy(taxonomy, journalName, nameIdsOf(session, random));
  const settings = newDoc(random);
  applySettingsChange(settings, { type: "slot", principal: slot.header.holder, bytes: slot.bytes });
  applySettingsChange(settings, { type: "device-name", device: device.id, name: deviceName });
  return [
    commit(identity.fixedDocId("taxonomy"), stateOf(taxonomy)),
    commit(identity.fixedDocId("settings"), stateOf(settings)),
  ];
};
