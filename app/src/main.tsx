/** Composition root: the only place that knows the engine, the store, the rooms and how they are joined. */
import { createRoot } from "react-dom/client";
import { Provider } from "react-redux";
import { takeLinkFromAddress } from "./onboarding/link.ts";
import {
  App,
  Boundary,
  createAppRouter,
  listenForInstall,
  ThemeRoot,
  watchForUpdates,
} from "./shell/index.ts";
import { createStore, VaultProvider } from "./store/index.ts";
import { createVault } from "./vault/index.ts";

// Before the router starts and anything is drawn: a pairing code must not stay in the address or the history.
const link = takeLinkFromAddress(window);
listenForInstall(window);

const vault = createVault();
const store = createStore(vault);
const loadJournal = () => import("./journal/index.ts");
const makeRouter = () =>
  createAppRouter({
    journal: async () => (await loadJournal()).journalRoutes,
    settings: async () => (await import("./settings/index.ts")).settingsRoutes,
  });
const loadOnboarding = async () => ({ default: (await import("./onboarding/index.ts")).Onboarding });

const root = document.getElementById("root");
if (root === null) throw new Error("broken promise: index.html holds #root");
createRoot(root).render(
  <ThemeRoot>
    <Boundary>
      <Provider store={store}>
        <VaultProvider vault={vault}>
          <App
            makeRouter={makeRouter}
            loadOnboarding={loadOnboarding}
            {...(link === undefined ? {} : { link })}
          />
        </VaultProvider>
      </Provider>
    </Boundary>
  </ThemeRoot>,
);

// While someone types the passphrase, the room behind it arrives.
window.requestIdleCallback?.(() => void loadJournal());
if (import.meta.env.PROD && "serviceWorker" in navigator)
  void watchForUpdates(navigator.serviceWorker, () => location.reload());
