import { combineReducers, configureStore } from "@reduxjs/toolkit";
import type { Vault } from "../vault/index.ts";
import { sessionSlice, vaultStateChanged } from "./session.ts";
import { uiSlice } from "./ui.ts";
import { type StoreExtra, vaultApi } from "./vault-api.ts";

const parts = combineReducers({
  session: sessionSlice.reducer,
  ui: uiSlice.reducer,
  vault: vaultApi.reducer,
});
export type RootState = ReturnType<typeof parts>;
type Reducer = typeof parts;

/** Locking leaves nothing of the journal in the store: no row, no name, no filter text. */
const forgetWhenLocked: Reducer = (state, action) => {
  const next = parts(state, action);
  return vaultStateChanged.match(action) && action.payload.phase !== "unlocked"
    ? { ...next, ui: uiSlice.getInitialState() }
    : next;
};

/**
 * UI state and projections of one vault. Follows its state for as long as the page lives; when the vault is no longer
 * unlocked every cache entry goes, and with it every subscription.
 */
export const createStore = (vault: Vault) => {
  const extraArgument: StoreExtra = { vault };
  const store = configureStore({
    reducer: forgetWhenLocked,
    middleware: (defaults) =>
      // Rows carry bytes (keys of thumbnails) and come by the ten thousand: both checks are for other data.
      defaults({ thunk: { extraArgument }, serializableCheck: false, immutableCheck: false }).concat(
        vaultApi.middleware,
      ),
    devTools: false,
  });
  vault.state$.subscribe((state) => {
    store.dispatch(vaultStateChanged(state));
    if (state.phase !== "unlocked") store.dispatch(vaultApi.util.resetApiState());
  });
  return store;
};
export type AppStore = ReturnType<typeof createStore>;
export type AppDispatch = AppStore["dispatch"];
