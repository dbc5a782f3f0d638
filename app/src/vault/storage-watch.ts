/** Where the words are besides this browser, and whether it promised to keep them: the protection state, always visible. */
import type { StorageState } from "./api.ts";
import { fieldsOf, isCount } from "./checked.ts";
import type { EngineDeps } from "./deps.ts";
import { metaField } from "./log/meta.ts";
import { createSubject, type Value } from "./observable.ts";

export type LastBackup = NonNullable<StorageState["lastBackup"]>;
const lastBackup = metaField("last-backup", (value): LastBackup | undefined => {
  const fields = fieldsOf(value);
  return isCount(fields?.at) && isCount(fields.bytes)
    ? { at: fields.at, bytes: fields.bytes, readBack: fields.readBack === true }
    : undefined;
});

export interface StorageWatch {
  readonly storage$: Value<StorageState>;
  readonly notePersisted: (answer: StorageState["persisted"]) => void;
  readonly noteBackup: (backup: LastBackup) => Promise<void>;
  readonly setReach: (reach: Pick<StorageState, "onRelay" | "otherDevices">) => void;
  /** Reads usage and the last backup again. */
  readonly refresh: () => Promise<void>;
}

export const createStorageWatch = ({
  store,
  estimate,
}: Pick<EngineDeps, "store" | "estimate">): StorageWatch => {
  const storage$ = createSubject<StorageState>({ persisted: "unknown", onRelay: false, otherDevices: 0 });
  const change = (part: Partial<StorageState>) => {
    const next = { ...storage$.value(), ...part };
    if (JSON.stringify(next) !== JSON.stringify(storage$.value())) storage$.set(next);
  };
  return {
    storage$,
    notePersisted: (persisted) => change({ persisted }),
    noteBackup: async (backup) => {
      await store.write(["meta"], "strict", (tx) => lastBackup.put(tx, backup));
      change({ lastBackup: backup });
    },
    setReach: change,
    refresh: async () => {
      const read = await store.read(["meta"], lastBackup.read);
      if (read.ok && read.value.state === "present") change({ lastBackup: read.value.value });
      const { usage, quota } = (await estimate?.()) ?? {};
      change({ ...(usage !== undefined && { usage }), ...(quota !== undefined && { quota }) });
    },
  };
};
