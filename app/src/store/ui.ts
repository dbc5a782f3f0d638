import { createSlice, type PayloadAction } from "@reduxjs/toolkit";

/** What lies over the page: at most one thing. */
export type Overlay = "none" | "palette" | "contents" | "shortcuts";
export interface TimelineFilter {
  /** Looked for in what rows hold: title, tags, excerpt. */
  readonly text: string;
  readonly favourites: boolean;
}
export interface UiState {
  readonly overlay: Overlay;
  readonly filter: TimelineFilter;
}
const initialState: UiState = { overlay: "none", filter: { text: "", favourites: false } };

export const uiSlice = createSlice({
  name: "ui",
  initialState,
  reducers: {
    overlayOpened: (state, action: PayloadAction<Exclude<Overlay, "none">>) => {
      state.overlay = action.payload;
    },
    overlayClosed: (state) => {
      state.overlay = "none";
    },
    timelineFiltered: (state, action: PayloadAction<Partial<TimelineFilter>>) => {
      state.filter = { ...state.filter, ...action.payload };
    },
    timelineFilterCleared: (state) => {
      state.filter = initialState.filter;
    },
  },
  selectors: { selectOverlay: (state) => state.overlay, selectFilter: (state) => state.filter },
});
export const { overlayOpened, overlayClosed, timelineFiltered, timelineFilterCleared } = uiSlice.actions;
export const { selectOverlay, selectFilter } = uiSlice.selectors;
