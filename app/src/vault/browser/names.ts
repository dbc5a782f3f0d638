/** The database of the one journal in this browser. */
export const databaseName = "whisperwell";
/** Names that a journal was made here; outside IndexedDB, so that its vanishing is noticed. Says nothing else. */
export const setUpMark = "whisperwell.set-up";
