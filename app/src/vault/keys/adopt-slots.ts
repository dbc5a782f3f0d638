/**
 * Keeps this device openable by every way in of the vault: slot bytes travel in the settings document, and L is sealed to
 * each live slot principal of the membership log. A slot that is older, weaker or of another vault is named, not taken; a
 * newer one waits beside the one that opened here until it has opened as well.
 */
import {
  type Bytes,
  equalBytes,
  liveSlots,
  type Member,
  parseSlot,
  type Slot,
  sealLocalKey,
} from "@whisperwell/crypto";
import type { Settings } from "../../documents/model.ts";
import type { EngineDeps } from "../deps.ts";
import { attempt } from "../failure.ts";
import type { Alarms } from "../log/alarms.ts";
import type { Session } from "../session.ts";
import type { KeyRecord } from "../store/port.ts";
import { localBoxRecord, newerSlotRecord, readKeys, type StoredKeys, slotRecord } from "./key-store.ts";

type Judged =
  | { readonly take: Bytes }
  | { readonly offer: Bytes }
  | { readonly alarm: "older" | "weaker" | "other" | "unproved" | "malformed" }
  | undefined;

/** The cost of a passphrase is pinned on this device: it may rise. */
const isWeaker = ({ header: { kdf } }: Slot, { header: { kdf: held } }: Slot): boolean =>
  held !== undefined && (kdf === undefined || kdf.t < held.t || kdf.kib < held.kib);

const judgeSlot = (bytes: Uint8Array, member: Member, session: Session, stored: StoredKeys): Judged => {
  const parsed = parseSlot(bytes);
  if (!parsed.ok) return { alarm: "malformed" };
  const { header } = parsed.value;
  if (
    header.vaultId !== session.vaultId ||
    header.genesisHash !== session.genesisHash ||
    header.holder !== member.id ||
    header.kind !== member.kind
  )
    return { alarm: "other" };
  const held = stored.slots.flatMap((slot): Slot[] =>
    slot.state === "present" && slot.value.header.holder === member.id ? [slot.value] : [],
  )[0];
  if (held === undefined) return { take: parsed.value.bytes };
  if (header.gen < held.header.gen) return { alarm: "older" };
  if (header.gen === held.header.gen) return undefined;
  if (isWeaker(parsed.value, held)) return { alarm: "weaker" };
  const refused = stored.refused.get(member.id);
  if (refused !== undefined && equalBytes(refused, parsed.value.bytes)) return { alarm: "unproved" };
  const waiting = stored.newer.get(member.id);
  return waiting !== undefined && equalBytes(waiting.bytes, parsed.value.bytes)
    ? undefined
    : { offer: parsed.value.bytes };
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
    if (judged !== undefined && "offer" in judged) records.push(newerSlotRecord(member.id, judged.offer));
    if (judged !== undefined && "alarm" in judged) await alarms.raise("SLOT_CHANGED", { why: judged.alarm });
  }
  if (records.length > 0) await store.write(["keys"], "strict", (tx) => tx.keys.put(records));
};
