export * from "./hooks.ts";
export { type Rows, rowsAdapter } from "./rows.ts";
export {
  groupByMonth,
  type MonthGroup,
  rowsWithText,
  selectCountsByJournal,
  selectMonths,
  selectOnThisDay,
  selectRow,
  selectRows,
  selectRowsByDay,
  selectRowsWithTag,
  selectTaxonomy,
  selectTrashedRows,
  selectVisibleRows,
} from "./selectors.ts";
export { selectVaultState } from "./session.ts";
export { type AppDispatch, type AppStore, createStore, type RootState } from "./store.ts";
export {
  type Overlay,
  overlayClosed,
  overlayOpened,
  selectFilter,
  selectOverlay,
  type TimelineFilter,
  timelineFilterCleared,
  timelineFiltered,
} from "./ui.ts";
export { useVault, VaultProvider } from "./vault-context.tsx";
