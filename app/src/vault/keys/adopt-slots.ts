/**
 * Keeps this device openable by every way in of the vault: slot bytes travel in the settings document, and L is sealed to
 * each live slot principal of the membership log. A slot that is older, weaker or of another vault is named, not taken.
 */
import { type Bytes, liveSlots, type Member, parseSlot, type Slot, sealLocalKey } from "@whisperwell/crypto";
import type { Settings } from "../../documents/model.ts";
import type { EngineDeps } from "../deps.ts";
import { attempt } from "../failure.ts";
import type { Alarms } from "../log/alarms.ts";
import type { Session } from "../session.ts";
import type { KeyRecord } from "../store/port.ts";
import { localBoxRecord, readKeys, type StoredKeys, slotRecord } from "./key-store.ts";

type Judged = { readonly take: Bytes } | { readonly alarm: string } | undefined;

const judgeSlot = (bytes: Uint8Array, member: Member, session: Session, stored: StoredKeys): Judged => {
  const parsed = parseSlot(bytes);
  if (!parsed.ok) return { alarm: parsed.error.code };
  const { header } = parsed.value;
  if (
    header.vaultId !== session.vaultId ||
    header.genesisHash !== session.genesisHash ||
    header.holder !== member.id
  )
    return { alarm: "other" };
  const held = stored.slots.flatMap((slot): Slot[] =>
    slot.state === "present" && slot.value.header.holder === member.id ? [slot.value] : [],
  )[0];
  if (held === undefined) return { take: parsed.value.bytes };
  if (header.gen < held.header.gen) return { alarm: "older" };
  return header.gen > held.header.gen ? { take: parsed.value.bytes } : undefined;
};

export const adoptSlots = async (
  { store, random }: Pick<EngineDeps, "store" | "random">,
  session: Session,
  settings: Settings,
  alarms: Alarms,
): Promise<void> => {
  const read = await attempt(() => store.read(["keys"], readKeys));
  if (!read.ok) return; // said when it is needed: unlocking
  const stored = read.value;
  const records: KeyRecord[] = [];
  const place = { vaultId: session.vaultId, deviceId: session.device.id };
  for (const member of liveSlots(session.membership())) {
    if (!stored.localBoxes.has(member.id))
      records.push(localBoxRecord(member.id, sealLocalKey(session.localKey, place, member, random)));
    const bytes = settings.slots[member.id];
    const judged = bytes === undefined ? undefined : judgeSlot(bytes, member, session, stored);
    if (judged !== undefined && "take" in judged) records.push(slotRecord(member.id, judged.take));
    if (judged !== undefined && "alarm" in judged) await alarms.raise("SLOT_CHANGED", { why: judged.alarm });
  }
  if (records.length > 0) await store.write(["keys"], "strict", (tx) => tx.keys.put(records));
};
