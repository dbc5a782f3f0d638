/**
 * A vault in memory, for component tests and the look of screens. It seals nothing and keeps nothing: what it promises
 * is the shape of the interface and the order of its answers, present value first.
 */
import { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";
import { applyEntryChange, createEntryDoc, isWritable } from "../../documents/entry.ts";
import { contentOf } from "../../documents/entry-content.ts";
import { rowOf } from "../../documents/entry-row.ts";
import type { EntryRow, NameIds, Settings, SettingsChange, Taxonomy } from "../../documents/model.ts";
import { foldName } from "../../documents/names.ts";
import type {
  Alarm,
  DeviceInfo,
  HolderStep,
  NewcomerStep,
  Observable,
  PastImport,
  Receipt,
  RowsChange,
  SavedState,
  StorageState,
  SyncStatus,
  Vault,
  VaultState,
  WayIn,
} from "../../vault/index.ts";

/** A present value that tells everyone who listens. */
export const subject = <T>(initial: T) => {
  let value = initial;
  const listeners = new Set<(value: T) => void>();
  const observable: Observable<T> = {
    subscribe: (listener) => {
      listeners.add(listener);
      listener(value);
      return () => listeners.delete(listener);
    },
  };
  return {
    observable,
    get value() {
      return value;
    },
    /** How many listen; a component that left must not. */
    get listeners() {
      return listeners.size;
    },
    next: (next: T) => {
      value = next;
      for (const listener of [...listeners]) listener(next);
    },
  };
};

export const fakeIds: NameIds = {
  idOf: (kind, name) => `${kind}-${foldName(name)}`,
  randomId: (() => {
    let last = 0;
    return () => {
      last += 1;
      return last.toString(16).padStart(32, "0");
    };
  })(),
};
export const fakeWords =
  "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon art".split(
    " ",
  );

export interface FakeVaultOptions {
  readonly state?: VaultState;
  readonly rows?: readonly EntryRow[];
  readonly taxonomy?: Taxonomy;
  readonly sync?: SyncStatus;
  readonly storage?: StorageState;
  readonly devices?: readonly DeviceInfo[];
  readonly alarms?: readonly Alarm[];
  readonly passphrase?: string;
}

export const unlocked: VaultState = {
  phase: "unlocked",
  vaultId: "00".repeat(16),
  deviceId: "11".repeat(16),
};
export const locked: VaultState = { phase: "locked", waysIn: ["passphrase", "phrase"] };

export const createFakeVault = (options: FakeVaultOptions = {}) => {
  const passphrase = options.passphrase ?? "seven boats and a kettle";
  const state = subject<VaultState>(options.state ?? unlocked);
  const rows = new Map((options.rows ?? []).map((row) => [row.docId, row]));
  const rowListeners = new Set<(change: RowsChange) => void>();
  const docs = new Map<string, Y.Doc>();
  const taxonomy = subject<Taxonomy>(
    options.taxonomy ?? {
      journals: [{ id: "journal-first", name: "Daily", ink: "iron", order: 0, archived: false }],
      tags: [],
    },
  );
  const settings = subject<Settings>({ startOfDay: 180, deviceNames: {}, slots: {}, wordsChecked: false });
  const sync = subject<SyncStatus>(
    options.sync ?? {
      link: "off",
      since: 0,
      waitingEntries: 0,
      waitingOthers: 0,
      waitingFiles: 0,
      otherDevices: 0,
      upToDateDevices: 0,
    },
  );
  const devices = subject<readonly DeviceInfo[]>(options.devices ?? []);
  const alarms = subject<readonly Alarm[]>(options.alarms ?? []);
  const storage = subject<StorageState>(
    options.storage ?? { persisted: "no", onRelay: false, otherDevices: 0 },
  );
  const imports = subject<readonly PastImport[]>([]);
  const autoLock = subject(15);
  const newcomer = subject<NewcomerStep>({ step: "connecting" });
  const holder = subject<HolderStep>({ step: "connecting" });
  const calls: string[] = [];

  const change = (upsert: readonly EntryRow[], remove: readonly string[] = []) => {
    for (const row of upsert) rows.set(row.docId, row);
    for (const docId of remove) rows.delete(docId);
    for (const listener of [...rowListeners]) listener({ type: "change", upsert, remove });
  };
  const docOf = (docId: string): Y.Doc | undefined => {
    const known = docs.get(docId);
    const row = rows.get(docId);
    if (known !== undefined || row === undefined) return known;
    const made = createEntryDoc({ when: row.when, journal: row.journal });
    docs.set(docId, made);
    return made;
  };
  const opens = (way: WayIn): boolean =>
    way.kind === "passphrase" ? way.passphrase === passphrase : way.words === fakeWords.join(" ");
  const checked = (way: WayIn) =>
    opens(way)
      ? ({ ok: true, value: undefined } as const)
      : ({
          ok: false,
          error: { code: way.kind === "passphrase" ? "wrong-passphrase" : "wrong-words" },
        } as const);
  const settingsAfter = (present: Settings, edit: SettingsChange): Settings => {
    switch (edit.type) {
      case "start-of-day":
        return { ...present, startOfDay: edit.minutes };
      case "device-name":
        return { ...present, deviceNames: { ...present.deviceNames, [edit.device]: edit.name } };
      case "slot":
        return { ...present, slots: { ...present.slots, [edit.principal]: edit.bytes } };
      case "words-checked":
        return { ...present, wordsChecked: true };
    }
  };

  const vault: Vault = {
    state$: state.observable,
    create: async ({ passphrase: chosen }) => {
      calls.push(`create ${chosen.length}`);
      state.next(unlocked);
      return { ok: true, value: { words: fakeWords } };
    },
    unlock: async (way) => {
      const result = checked(way);
      if (result.ok) state.next(unlocked);
      return result;
    },
    lock: async () => {
      state.next(locked);
      return { ok: true, value: undefined };
    },
    setAutoLock: async (minutes) => autoLock.next(minutes),
    autoLock$: autoLock.observable,
    touch: () => {
      calls.push("touch");
    },
    check: async (way) => checked(way),
    rows$: {
      subscribe: (listener) => {
        rowListeners.add(listener);
        listener({ type: "all", rows: [...rows.values()] });
        return () => rowListeners.delete(listener);
      },
    },
    open: async (docId) => {
      const ydoc = docOf(docId);
      if (ydoc === undefined) return { ok: false, error: { code: "not-found" } };
      const saved = subject<SavedState>({ code: "saved-here" });
      return {
        ok: true,
        value: {
          docId,
          ydoc,
          awareness: new Awareness(ydoc),
          saved$: saved.observable,
          writable: isWritable(ydoc),
          close: async () => undefined,
        },
      };
    },
    createEntry: async ({ when, journal }) => {
      const docId = fakeIds.randomId();
      const doc = createEntryDoc({
        when,
        journal: journal ?? taxonomy.value.journals[0]?.id ?? "journal-first",
      });
      docs.set(docId, doc);
      change([rowOf(doc, docId)]);
      return { ok: true, value: docId };
    },
    edit: async (docId, changes) => {
      const doc = docOf(docId);
      if (doc === undefined) return { ok: false, error: { code: "not-found" } };
      for (const edit of changes) applyEntryChange(doc, edit, fakeIds);
      const { title, excerpt, words } = rows.get(docId) ?? rowOf(doc, docId);
      change([{ ...rowOf(doc, docId), title, excerpt, words }]);
      return { ok: true, value: undefined };
    },
    readEntry: async (docId) => {
      const doc = docOf(docId);
      return doc === undefined
        ? { ok: false, error: { code: "not-found" } }
        : { ok: true, value: contentOf(doc, docId) };
    },
    receipt$: () => subject<Receipt>({ here: true, relay: false, seenBy: [], notYet: [] }).observable,
    taxonomy$: taxonomy.observable,
    editTaxonomy: async (edit) => {
      calls.push(`taxonomy ${edit.type}`);
    },
    settings$: settings.observable,
    editSettings: async (edit) => settings.next(settingsAfter(settings.value, edit)),
    readBlob: async () => ({ ok: false, error: { code: "not-here-yet" } }),
    importedBefore: async () => ({ here: 0, trashed: 0 }),
    ingest: async (_, documents) =>
      documents.map(({ sourceId }) => ({ sourceId, outcome: "added" as const })),
    imports$: imports.observable,
    undoImport: async () => 0,
    sync$: sync.observable,
    turnOnSync: async () => {
      sync.next({ ...sync.value, link: "online" });
      return { ok: true, value: undefined };
    },
    turnOffSync: async () => sync.next({ ...sync.value, link: "off" }),
    syncNow: () => {
      calls.push("syncNow");
    },
    devices$: devices.observable,
    alarms$: alarms.observable,
    acknowledgeAlarm: async (id) => alarms.next(alarms.value.filter((alarm) => alarm.id !== id)),
    joinAsNewcomer: ({ link }) => {
      calls.push(`join ${link === undefined ? "with own code" : "with a code"}`);
      return {
        step$: newcomer.observable,
        confirm: () => newcomer.next({ step: "receiving", progress: { done: 0, total: 1 } }),
        cancel: () => newcomer.next({ step: "failed", error: { code: "cancelled" } }),
      };
    },
    addDevice: () => ({
      step$: holder.observable,
      typeDigits: () => holder.next({ step: "approve", label: "Phone" }),
      approve: (way) =>
        holder.next(
          opens(way) ? { step: "adding" } : { step: "approve", label: "Phone", wrong: "wrong-passphrase" },
        ),
      cancel: () => holder.next({ step: "failed", error: { code: "cancelled" } }),
    }),
    storage$: storage.observable,
    askToPersist: async () => "yes",
    saveBackup: async () => ({ ok: false, error: { code: "write-failed" } }),
    verifyBackup: async () => ({ ok: false, error: { code: "not-a-backup" } }),
    restoreBackup: async () => ({ ok: false, error: { code: "not-a-backup" } }),
  };
  return {
    vault,
    state,
    taxonomy,
    settings,
    sync,
    devices,
    alarms,
    storage,
    imports,
    autoLock,
    newcomer,
    holder,
    /** What was asked of it, without content. */
    calls,
    change,
    get rowListeners() {
      return rowListeners.size;
    },
  };
};
export type FakeVault = ReturnType<typeof createFakeVault>;
