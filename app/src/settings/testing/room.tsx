import "../../shell/testing/patience.ts";
import { cleanup, render } from "@testing-library/react";
import type { ReactNode } from "react";
import { Provider } from "react-redux";
import { createMemoryRouter, RouterProvider } from "react-router";
import { afterEach } from "vitest";
import { LockHost } from "../../shell/pieces/index.ts";
import { ThemeRoot } from "../../shell/theme/index.ts";
import { createStore, VaultProvider } from "../../store/index.ts";
import { createFakeVault, type FakeVaultOptions } from "../../store/testing/fake-vault.ts";
import type { SyncStatus, Vault } from "../../vault/index.ts";
import { settingsRoutes } from "../index.ts";

afterEach(cleanup);

export const online: SyncStatus = {
  link: "online",
  since: 0,
  waitingEntries: 0,
  waitingOthers: 0,
  waitingFiles: 0,
  otherDevices: 0,
  upToDateDevices: 0,
};

/** Settings on a vault in memory, at an address. `change` replaces what a test wants to answer itself. */
export const openSettings = (
  path: string,
  options: FakeVaultOptions = {},
  change: (vault: Vault) => Partial<Vault> = () => ({}),
  around: (room: ReactNode) => ReactNode = (room) => room,
) => {
  const fake = createFakeVault(options);
  const vault: Vault = { ...fake.vault, ...change(fake.vault) };
  const router = createMemoryRouter([{ children: [...settingsRoutes, { path: "*", element: null }] }], {
    initialEntries: [path],
  });
  render(
    <ThemeRoot>
      <Provider store={createStore(vault)}>
        <VaultProvider vault={vault}>
          <LockHost>{around(<RouterProvider router={router} />)}</LockHost>
        </VaultProvider>
      </Provider>
    </ThemeRoot>,
  );
  return { fake, vault, router };
};
