import { useDispatch, useSelector } from "react-redux";
import type { EntryRow, Settings, Taxonomy } from "../documents/model.ts";
import type {
  Alarm,
  DeviceInfo,
  PastImport,
  Receipt,
  StorageState,
  SyncStatus,
  VaultState,
} from "../vault/index.ts";
import { selectMonths, selectRow, selectVisibleRows } from "./selectors.ts";
import { selectVaultState } from "./session.ts";
import type { AppDispatch, RootState } from "./store.ts";
import { vaultApi } from "./vault-api.ts";

export const useAppDispatch = useDispatch.withTypes<AppDispatch>();
export const useAppSelector = useSelector.withTypes<RootState>();

export const useVaultState = (): VaultState => useAppSelector(selectVaultState);

const { endpoints } = vaultApi;
/** Keeps rows coming while a component lives; `false` until the first answer. */
export const useRowsLoaded = (): boolean => (endpoints.rows.useQuery().data ?? null) !== null;
/** Entries that are not in the trash, newest first; `undefined` until the first answer. */
export const useVisibleRows = (): readonly EntryRow[] | undefined => {
  const loaded = useRowsLoaded();
  const rows = useAppSelector(selectVisibleRows);
  return loaded ? rows : undefined;
};
/** The same, in runs of one month. */
export const useMonths = () => {
  const loaded = useRowsLoaded();
  const months = useAppSelector(selectMonths);
  return loaded ? months : undefined;
};
export const useRow = (docId: string): EntryRow | undefined => {
  useRowsLoaded();
  return useAppSelector((state) => selectRow(state, docId));
};
export const useTaxonomy = (): Taxonomy | undefined => endpoints.taxonomy.useQuery().data ?? undefined;
export const useSettings = (): Settings | undefined => endpoints.settings.useQuery().data ?? undefined;
export const useSync = (): SyncStatus | undefined => endpoints.sync.useQuery().data ?? undefined;
export const useDevices = (): readonly DeviceInfo[] | undefined =>
  endpoints.devices.useQuery().data ?? undefined;
export const useAlarms = (): readonly Alarm[] | undefined => endpoints.alarms.useQuery().data ?? undefined;
export const useStorage = (): StorageState | undefined => endpoints.storage.useQuery().data ?? undefined;
export const useImports = (): readonly PastImport[] | undefined =>
  endpoints.imports.useQuery().data ?? undefined;
export const useAutoLock = (): number | undefined => endpoints.autoLock.useQuery().data ?? undefined;
export const useReceipt = (docId: string): Receipt | undefined =>
  endpoints.receipt.useQuery(docId).data ?? undefined;
