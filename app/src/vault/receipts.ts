/** Receipts, devices and saved words: what the log's progress means for a person. Pure views of one picture. */
import {
  type DocTag,
  hlcMs,
  liveDevices,
  type Member,
  type MembershipState,
  openLabel,
  type PrincipalId,
  type WriterId,
  writersOf,
} from "@whisperwell/crypto";
import type { Settings } from "../documents/model.ts";
import type { DeviceInfo, Receipt, SavedState } from "./api.ts";
import type { RowEntry } from "./live/row-entries.ts";
import type { Progress } from "./log/progress.ts";
import type { Session } from "./session.ts";

type Heads = ReadonlyMap<WriterId, number>;

export const receiptOf = (progress: Progress, heads: Heads | undefined): Receipt => {
  if (heads === undefined) return { here: false, relay: false, seenBy: [], notYet: [] };
  const all = [...heads];
  const hasAll = (device: PrincipalId) =>
    all.every(([writer, wseq]) => progress.hasSeen(device, writer, wseq));
  const others = progress.otherDevices();
  return {
    here: true,
    relay: all.every(([writer, wseq]) => progress.onRelay(writer, wseq)),
    seenBy: others.filter(hasAll),
    notYet: others.filter((device) => !hasAll(device)),
  };
};

/** The saved words of a document without pending changes: the furthest fact that is true. */
export const savedStateOf = (receipt: Receipt): SavedState => {
  if (!receipt.relay) return { code: "saved-here" };
  return receipt.seenBy.length > 0 && receipt.notYet.length === 0
    ? { code: "on-devices", devices: receipt.seenBy.length + 1 }
    : { code: "on-relay" };
};

export interface Waiting {
  readonly entries: number;
  /** Taxonomy and settings, which nobody wrote as an entry. */
  readonly others: number;
}
/** Documents with something of ours that the relay does not hold yet, and what a merged backup brought. */
export const waitingDocuments = (
  progress: Progress,
  known: ReadonlyMap<DocTag, RowEntry>,
  own: ReadonlySet<WriterId>,
  fixed: ReadonlySet<DocTag>,
): Waiting => {
  const { owed, owedOthers } = progress.picture$.value();
  let entries = owed - owedOthers;
  let others = owedOthers;
  for (const { tag, heads } of known.values()) {
    const waits = [...heads].some(([writer, wseq]) => own.has(writer) && !progress.onRelay(writer, wseq));
    if (!waits) continue;
    if (fixed.has(tag)) others += 1;
    else entries += 1;
  }
  return { entries, others };
};

const nameOf = (session: Session, settings: Settings, member: Member): string => {
  const present = settings.deviceNames[member.id];
  if (present !== undefined) return present;
  const key = session.keyring.keyOf(member.joinedEpoch);
  return key === undefined || member.label === undefined
    ? ""
    : (openLabel(key, member.id, member.label) ?? "");
};

/** Devices of one name are told apart by a number, in the order they came in: “Phone”, “Phone 2”. */
export const distinctNames = (names: readonly string[]): readonly string[] => {
  const taken = new Set(names);
  const given = new Set<string>();
  return names.map((name) => {
    if (!given.has(name)) {
      given.add(name);
      return name;
    }
    let number = 2;
    while (taken.has(`${name} ${number}`)) number += 1;
    const numbered = `${name} ${number}`;
    taken.add(numbered);
    return numbered;
  });
};

/** Newest clock of a device's rows: when its last entry was written, as far as rows say. */
const lastWritten = (
  membership: MembershipState,
  device: PrincipalId,
  entries: Iterable<RowEntry>,
): number | undefined => {
  const writers = new Set(writersOf(membership, device));
  let newest: number | undefined;
  for (const { writer, hlc } of entries) if (writers.has(writer)) newest = Math.max(newest ?? 0, hlcMs(hlc));
  return newest;
};

export const deviceList = (
  session: Session,
  settings: Settings,
  progress: Progress,
  entries: Iterable<RowEntry>,
  heard: ReadonlyMap<PrincipalId, number>,
  online: ReadonlySet<PrincipalId>,
): readonly DeviceInfo[] => {
  const membership = session.membership();
  const rows = [...entries];
  const members = liveDevices(membership);
  const byAge = members.toSorted((a, b) => a.joinedAt.mseq - b.joinedAt.mseq || (a.id < b.id ? -1 : 1));
  const shown = distinctNames(byAge.map((member) => nameOf(session, settings, member)));
  const names = new Map(byAge.map(({ id }, index) => [id, shown[index] ?? ""]));
  return members.map((member) => {
    const thisDevice = member.id === session.device.id;
    const written = lastWritten(membership, member.id, rows);
    const seen = Math.max(heard.get(member.id) ?? 0, written ?? 0);
    return {
      id: member.id,
      name: names.get(member.id) ?? "",
      thisDevice,
      ...(seen > 0 && { lastSeen: seen }),
      online: thisDevice || online.has(member.id),
      addedAt: member.joinedAt.ms,
      upToDate: thisDevice || progress.isUpToDate(member.id),
    };
  });
};
