/**
 * What the engine shows, as cache entries: each subscribes when its first component asks, is patched by every change,
 * and lets go with the last one. `null` means that the engine has not said anything yet.
 */
import { createApi, fakeBaseQuery } from "@reduxjs/toolkit/query/react";
import type { Settings, Taxonomy } from "../documents/model.ts";
import type {
  Alarm,
  DeviceInfo,
  Observable,
  PastImport,
  Receipt,
  RowsChange,
  StorageState,
  SyncStatus,
  Vault,
} from "../vault/index.ts";
import { noRows, type Rows, rowsAdapter } from "./rows.ts";

export interface StoreExtra {
  readonly vault: Vault;
}
interface CacheLife<T> {
  readonly extra: unknown;
  readonly cacheDataLoaded: Promise<unknown>;
  readonly cacheEntryRemoved: Promise<void>;
  readonly updateCachedData: (recipe: (present: T | null) => T | null) => unknown;
}

/** Follows an observable for as long as the cache entry lives. */
const follow =
  <T>(observableOf: (vault: Vault, arg: string) => Observable<T>) =>
  async (arg: string | undefined, life: CacheLife<T>): Promise<void> => {
    try {
      await life.cacheDataLoaded;
    } catch {
      return; // Removed before it was filled, by locking: there is nothing to let go of.
    }
    const { vault } = life.extra as StoreExtra;
    const unsubscribe = observableOf(vault, arg ?? "").subscribe((value) => {
      life.updateCachedData(() => value);
    });
    await life.cacheEntryRemoved;
    unsubscribe();
  };

const patchRows = (present: Rows | null, change: RowsChange): Rows =>
  change.type === "all"
    ? rowsAdapter.setAll(noRows, change.rows)
    : rowsAdapter.removeMany(rowsAdapter.setMany(present ?? noRows, change.upsert), change.remove);

const nothingYet = () => ({ data: null });

export const vaultApi = createApi({
  reducerPath: "vault",
  baseQuery: fakeBaseQuery(),
  keepUnusedDataFor: 30,
  endpoints: (build) => ({
    rows: build.query<Rows | null, void>({
      queryFn: nothingYet,
      keepUnusedDataFor: Number.POSITIVE_INFINITY,
      onCacheEntryAdded: async (_, life) => {
        try {
          await life.cacheDataLoaded;
        } catch {
          return;
        }
        let present: Rows | null = null;
        const { vault } = life.extra as StoreExtra;
        const unsubscribe = vault.rows$.subscribe((change) => {
          const next = patchRows(present, change);
          present = next;
          life.updateCachedData(() => next);
        });
        await life.cacheEntryRemoved;
        unsubscribe();
      },
    }),
    taxonomy: build.query<Taxonomy | null, void>({
      queryFn: nothingYet,
      onCacheEntryAdded: (_, life) => follow((vault) => vault.taxonomy$)(undefined, life),
    }),
    settings: build.query<Settings | null, void>({
      queryFn: nothingYet,
      onCacheEntryAdded: (_, life) => follow((vault) => vault.settings$)(undefined, life),
    }),
    sync: build.query<SyncStatus | null, void>({
      queryFn: nothingYet,
      onCacheEntryAdded: (_, life) => follow((vault) => vault.sync$)(undefined, life),
    }),
    devices: build.query<readonly DeviceInfo[] | null, void>({
      queryFn: nothingYet,
      onCacheEntryAdded: (_, life) => follow((vault) => vault.devices$)(undefined, life),
    }),
    alarms: build.query<readonly Alarm[] | null, void>({
      queryFn: nothingYet,
      onCacheEntryAdded: (_, life) => follow((vault) => vault.alarms$)(undefined, life),
    }),
    storage: build.query<StorageState | null, void>({
      queryFn: nothingYet,
      onCacheEntryAdded: (_, life) => follow((vault) => vault.storage$)(undefined, life),
    }),
    imports: build.query<readonly PastImport[] | null, void>({
      queryFn: nothingYet,
      onCacheEntryAdded: (_, life) => follow((vault) => vault.imports$)(undefined, life),
    }),
    autoLock: build.query<number | null, void>({
      queryFn: nothingYet,
      onCacheEntryAdded: (_, life) => follow((vault) => vault.autoLock$)(undefined, life),
    }),
    receipt: build.query<Receipt | null, string>({
      queryFn: nothingYet,
      keepUnusedDataFor: 0,
      onCacheEntryAdded: (docId, life) => follow((vault, id) => vault.receipt$(id))(docId, life),
    }),
  }),
});
