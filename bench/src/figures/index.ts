import type { Figure } from "../figure.ts";
import { appSize } from "./app-size.ts";
import { importDayOne } from "./import-dayone.ts";
import { relayAppends, relayAppends8 } from "./relay-appends.ts";
import { syncCatchUp } from "./sync-catchup.ts";
import { syncLive } from "./sync-live.ts";
import { syncOffline } from "./sync-offline.ts";
import { vaultDurable } from "./vault-durable.ts";
import { vaultOpenEntry } from "./vault-open-entry.ts";
import { vaultOpenList1k, vaultOpenList10k, vaultUnlock } from "./vault-open-list.ts";
import { wireInSync } from "./wire-in-sync.ts";
import { wireSealed } from "./wire-sealed.ts";
import { wireTrace } from "./wire-trace.ts";

/** In the order they run and print. */
export const figures: readonly Figure[] = [
  vaultDurable,
  vaultOpenList1k,
  vaultOpenList10k,
  vaultUnlock,
  vaultOpenEntry,
  wireTrace,
  wireSealed,
  wireInSync,
  syncCatchUp,
  syncLive,
  syncOffline,
  relayAppends,
  relayAppends8,
  importDayOne,
  appSize,
];
