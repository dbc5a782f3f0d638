import { databaseName, setUpMark } from "../vault/browser/names.ts";

/**
 * Whether a journal is, or was, in this browser; the app alone says which. Every doubt answers yes: a fresh welcome must
 * never stand over a journal.
 */
export const hasJournal = async (
  view: Pick<Window & typeof globalThis, "localStorage" | "indexedDB">,
): Promise<boolean> => {
  try {
    if (view.localStorage.getItem(setUpMark) !== null) return true;
    const databases = await view.indexedDB.databases();
    return databases.some(({ name }) => name === databaseName);
  } catch {
    return true; // Storage refuses, or the browser lists no databases: the app finds out and says so.
  }
};
