import type { Figure } from "../figure.ts";
import { syncCatchUp } from "./sync-catchup.ts";
import { vaultDurable } from "./vault-durable.ts";
import { wireInSync } from "./wire-in-sync.ts";
import { wireSealed } from "./wire-sealed.ts";
import { wireTrace } from "./wire-trace.ts";

/** In the order they run and print. */
export const figures: readonly Figure[] = [vaultDurable, wireTrace, wireSealed, wireInSync, syncCatchUp];
