/** The journal's door: its addresses. Writing begins at `paths.write`, wherever it is asked for. */
export { type JournalClock, JournalClockContext } from "./clock.tsx";
export { journalRoutes } from "./routes.tsx";
export { timelineLater } from "./timeline/later.ts";
