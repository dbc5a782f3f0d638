/** Both sides of letting a device in, as the page sees them. */
import type { Vault } from "../api.ts";
import type { EngineDeps } from "../deps.ts";
import type { Enter, OpenVault } from "../engine.ts";
import { addDeviceAsHolder } from "./holder.ts";
import { joinAsNewcomer } from "./newcomer.ts";

export interface PairingDeps {
  readonly deps: EngineDeps;
  readonly open: () => OpenVault | undefined;
  readonly enter: Enter;
  /** Opening, locking and joining, one after the other. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
}
export const createPairings = (deps: PairingDeps): Pick<Vault, "joinAsNewcomer" | "addDevice"> => ({
  joinAsNewcomer: (options) => joinAsNewcomer(deps, options),
  addDevice: (options) => addDeviceAsHolder(deps, options),
});
