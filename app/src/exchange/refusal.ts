/** What was not taken, and why. The page has its own words for each code; the command line speaks English. */

export const refusalTexts = {
  "path-unsafe": "its path leads out of the archive or cannot be a file name",
  link: "it is a link to another file, which is never followed",
  encrypted: "it is encrypted inside the archive",
  "too-large": "it is larger than what is taken in one file",
  "inflates-too-far": "it inflates far beyond any honest compression",
  "archive-too-large": "the archive inflates to more than is taken in one import",
  "too-many-files": "the archive holds more files than are taken in one import",
  "same-path": "a file of this path came before it",
  unreadable: "its bytes could not be read or do not match their checksum",
  "not-json": "it is not readable as JSON",
  "not-text": "it is not readable as text",
  "bad-record": "the record is not what the format says",
  "same-id": "a good record of this id came before it",
  "front-matter-unreadable": "its front matter is not readable as YAML; the text was taken with it inside",
  "bad-date": "it is no day of any calendar; the entry was taken with another date",
  "media-missing": "the file is not there; the entry was taken without it",
  "media-type": "its bytes are no picture, sound, film or document we know; the entry was taken without it",
  "system-file": "it holds settings of another program, not journal text",
  unused: "no entry refers to it",
  "of-left-out": "only a record that was left out refers to it",
  "not-stored": "this device could not store it",
} as const;
export type RefusalCode = keyof typeof refusalTexts;

export interface Refusal {
  /** File, or file and record, as the person would look for it. */
  readonly item: string;
  readonly code: RefusalCode;
  /** Content-free: a field's name, a size. */
  readonly detail?: string;
}

export const refusal = (item: string, code: RefusalCode, detail?: string): Refusal =>
  detail === undefined ? { item, code } : { item, code, detail };

export const refusalText = ({ code, detail }: Refusal): string =>
  detail === undefined ? refusalTexts[code] : `${refusalTexts[code]} (${detail})`;
