import { createSlice, type PayloadAction } from "@reduxjs/toolkit";
import type { VaultState } from "../vault/index.ts";

const starting: VaultState = { phase: "starting" };
/** Where the journal as a whole stands. The one thing that outlives locking. */
export const sessionSlice = createSlice({
  name: "session",
  initialState: starting as VaultState,
  reducers: { vaultStateChanged: (_, action: PayloadAction<VaultState>) => action.payload },
  selectors: { selectVaultState: (state) => state },
});
export const { vaultStateChanged } = sessionSlice.actions;
export const { selectVaultState } = sessionSlice.selectors;
