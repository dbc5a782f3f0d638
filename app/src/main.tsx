/** Composition root: the only place that knows the engine, the store, the rooms and how they are joined. */
import { createRoot } from "react-dom/client";
import { Provider } from "react-redux";
import type { Beginning } from "./front/front.ts";
import { App, Boundary, createAppRouter, ThemeRoot, watchForUpdates } from "./shell/index.ts";
import { createStore, VaultProvider } from "./store/index.ts";
import { createVault } from "./vault/index.ts";

const loadJournal = () => import("./journal/index.ts");
const makeRouter = () =>
  createAppRouter({
    journal: async () => (await loadJournal()).journalRoutes,
    settings: async () => (await import("./settings/index.ts")).settingsRoutes,
  });
const loadOnboarding = async () => ({ default: (await import("./onboarding/index.ts")).Onboarding });

/** Starts the app in this page, once. */
export const begin = ({ link, choice, onDrawn }: Beginning): void => {
  const vault = createVault();
  const root = document.getElementById("root");
  if (root === null) throw new Error("broken promise: index.html holds #root");
  createRoot(root).render(
    <ThemeRoot>
      <Boundary>
        <Provider store={createStore(vault)}>
          <VaultProvider vault={vault}>
            <App
              makeRouter={makeRouter}
              loadOnboarding={loadOnboarding}
              onDrawn={onDrawn}
              {...(link === undefined ? {} : { link })}
              {...(choice === undefined ? {} : { choice })}
            />
          </VaultProvider>
        </Provider>
      </Boundary>
    </ThemeRoot>,
  );
  // While someone types the passphrase, the room behind it arrives, and the list where there is a journal to list.
  window.requestIdleCallback?.(
    () =>
      void loadJournal().then(({ timelineLater }) =>
        vault.state$.subscribe(({ phase }) => phase === "locked" && timelineLater.fetch()),
      ),
  );
  if (import.meta.env.PROD && "serviceWorker" in navigator)
    void watchForUpdates(navigator.serviceWorker, () => location.reload());
};
