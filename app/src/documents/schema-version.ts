/**
 * The editor schema this build writes. Entries that need more open read-only. Apart from schema.ts, so that a list can ask
 * for it without the editor.
 */
export const schemaVersion = 1;
