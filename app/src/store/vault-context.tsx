import { createContext, type ReactNode, useContext } from "react";
import type { Vault } from "../vault/index.ts";

const VaultContext = createContext<Vault | undefined>(undefined);

export const VaultProvider = ({
  vault,
  children,
}: {
  readonly vault: Vault;
  readonly children: ReactNode;
}) => <VaultContext.Provider value={vault}>{children}</VaultContext.Provider>;

/** The engine. Y.Docs come from here and never enter Redux. */
export const useVault = (): Vault => {
  const vault = useContext(VaultContext);
  if (vault === undefined) throw new Error("broken promise: every room stands inside a VaultProvider");
  return vault;
};
