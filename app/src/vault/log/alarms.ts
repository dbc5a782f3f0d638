/**
 * Alarms: named, kept until acknowledged, free of content (docs/protocol.md, "Alarms"). One of a kind about one thing
 * is one alarm however often it happens.
 */
import type { Alarm } from "../api.ts";
import { decodeChecked, encodeChecked, fieldsOf, isCount } from "../checked.ts";
import { createSubject, type Value } from "../observable.ts";
import type { MetaRecord, VaultStore } from "../store/port.ts";

/** What someone may have done, or is told at once; everything else is a caution. */
const alarming: ReadonlySet<string> = new Set([
  "FORK",
  "MEMBERSHIP_FORK",
  "WITHHELD",
  "BODY_MISSING",
  "ROLLBACK",
  "ACK_BROKEN",
  "RELAY_LOST",
  "SLOT_CHANGED",
  "DEVICE_ADDED",
  "OLD_WORLD",
  "WRITER_FORK",
  "EPOCH_UNREADABLE",
  "BUG",
]);

/** Details that say how much or where at last, not about whom: the same thing again with others is no new alarm. */
const measures: ReadonlySet<string> = new Set([
  "change",
  "changes",
  "head",
  "held",
  "acknowledged",
  "mseq",
  "seq",
  "from",
  "writers",
]);
const idOf = (code: string, details: Alarm["details"]): string => {
  const about = Object.entries(details).filter(([name]) => !measures.has(name));
  return `${code}/${about.sort().join("/")}`;
};
const isSame = (a: Alarm["details"], b: Alarm["details"]): boolean =>
  JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());

const prefix = "alarm/";
interface StoredAlarm extends Alarm {
  readonly acknowledged: boolean;
}
const parseAlarm = (value: unknown): StoredAlarm | undefined => {
  const fields = fieldsOf(value);
  const details = fieldsOf(fields?.details);
  if (fields === undefined || details === undefined) return undefined;
  const { id, code, at, severity } = fields;
  if (typeof id !== "string" || typeof code !== "string" || !isCount(at)) return undefined;
  return {
    id,
    code,
    at,
    severity: severity === "alarm" ? "alarm" : "caution",
    details: details as Alarm["details"],
    acknowledged: fields.acknowledged === true,
  };
};
const recordOf = (alarm: StoredAlarm): MetaRecord => ({
  name: prefix + alarm.id,
  value: encodeChecked(prefix + alarm.id, alarm),
});

export interface Alarms {
  readonly alarms$: Value<readonly Alarm[]>;
  readonly raise: (code: string, details: Alarm["details"]) => Promise<void>;
  readonly acknowledge: (id: string) => Promise<void>;
  /** Takes over what other tabs raised or acknowledged. */
  readonly refresh: () => Promise<void>;
}

export const createAlarms = (store: VaultStore, now: () => number): Alarms => {
  const alarms$ = createSubject<readonly Alarm[]>([]);
  /** Raised or acknowledged without room to keep it: so it stands until this tab ends. */
  const unkept = new Map<string, StoredAlarm>();
  let stored: readonly StoredAlarm[] = [];
  const show = (all: readonly StoredAlarm[]) =>
    alarms$.set(
      all
        .filter(({ acknowledged }) => !acknowledged)
        .map(({ acknowledged: _, ...alarm }) => alarm)
        .sort((a, b) => a.at - b.at),
    );
  const change = async (edit: (known: Map<string, StoredAlarm>) => StoredAlarm | undefined) => {
    const written = await store.write(["meta"], "strict", async (tx) => {
      const known = new Map<string, StoredAlarm>();
      for (const record of await tx.meta.all(prefix)) {
        const alarm = decodeChecked(record, parseAlarm);
        if (alarm.state === "present") known.set(alarm.value.id, alarm.value);
      }
      const changed = edit(known);
      if (changed !== undefined) {
        known.set(changed.id, changed);
        await tx.meta.put([recordOf(changed)]);
      }
      return { all: [...known.values()], changed };
    });
    if (written.ok) {
      stored = written.value.all;
      if (written.value.changed !== undefined) unkept.delete(written.value.changed.id);
    }
    const known = new Map([...stored.map((alarm) => [alarm.id, alarm] as const), ...unkept]);
    const changed = written.ok ? undefined : edit(known);
    if (changed !== undefined) {
      unkept.set(changed.id, changed);
      known.set(changed.id, changed);
    }
    show([...known.values()]);
  };
  return {
    alarms$,
    raise: (code, details) =>
      change((known) => {
        const id = idOf(code, details);
        const before = known.get(id);
        if (before !== undefined && !before.acknowledged)
          return isSame(before.details, details) ? undefined : { ...before, details };
        const severity = alarming.has(code) ? "alarm" : "caution";
        return { id, code, severity, at: now(), details, acknowledged: false };
      }),
    acknowledge: (id) =>
      change((known) => {
        const alarm = known.get(id);
        return alarm === undefined ? undefined : { ...alarm, acknowledged: true };
      }),
    refresh: () => change(() => undefined),
  };
};
