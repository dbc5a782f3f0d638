import type { RefusalCode } from "../../exchange/index.ts";

/** Why something was not taken, by its code: a reason without words does not compile. */
type RefusedTexts = Record<
  RefusalCode,
  { readonly title_one: string; readonly title_other: string; readonly why: string }
>;

export const refused = {
  "path-unsafe": {
    title_one: "file with an unsafe path",
    title_other: "files with an unsafe path",
    why: "The path leads out of the archive or cannot be a file name.",
  },
  link: {
    title_one: "link to another file",
    title_other: "links to other files",
    why: "Links are never followed.",
  },
  encrypted: {
    title_one: "encrypted file",
    title_other: "encrypted files",
    why: "It is locked inside the archive. Export it again without a password.",
  },
  "too-large": {
    title_one: "file that is too large",
    title_other: "files that are too large",
    why: "Larger than 512 MB. A note that large does not come; an entry that names such a file comes without it.",
  },
  "inflates-too-far": {
    title_one: "file that is not what it claims",
    title_other: "files that are not what they claim",
    why: "It inflates far beyond any honest compression, so it was left alone.",
  },
  "archive-too-large": {
    title_one: "file beyond the limit",
    title_other: "files beyond the limit",
    why: "The archive inflates to more than is taken in one import. Bring it in parts.",
  },
  "too-many-files": {
    title_one: "file beyond the limit",
    title_other: "files beyond the limit",
    why: "There are more files than are taken in one import. Bring them in parts.",
  },
  "same-path": {
    title_one: "file of a path that came before",
    title_other: "files of a path that came before",
    why: "The first file of that path counts.",
  },
  unreadable: {
    title_one: "damaged file",
    title_other: "damaged files",
    why: "It could not be read, or does not match its checksum.",
  },
  "not-json": {
    title_one: "file that is not whole JSON",
    title_other: "files that are not whole JSON",
    why: "It ends too early or was changed.",
  },
  "not-text": {
    title_one: "file that is not text",
    title_other: "files that are not text",
    why: "Its letters cannot be read in any encoding we know.",
  },
  "bad-record": {
    title_one: "damaged entry",
    title_other: "damaged entries",
    why: "A part that every entry needs is missing or is not what it should be.",
  },
  "same-id": {
    title_one: "entry whose id came before",
    title_other: "entries whose ids came before",
    why: "The export holds another good entry with the same id. The first one counts.",
  },
  "front-matter-unreadable": {
    title_one: "note whose head could not be read",
    title_other: "notes whose head could not be read",
    why: "The text was taken with the head inside it.",
  },
  "bad-date": {
    title_one: "date that does not exist",
    title_other: "dates that do not exist",
    why: "It is on no calendar. The entry comes with another date of its note, or its file’s.",
  },
  "media-missing": {
    title_one: "photo or file that is not there",
    title_other: "photos or files that are not there",
    why: "Named in the export, not in the file. The entry comes without it.",
  },
  "media-type": {
    title_one: "file of an unknown kind",
    title_other: "files of an unknown kind",
    why: "It is no picture, sound, film or document we know. The entry comes without it.",
  },
  "system-file": {
    title_one: "file of another program",
    title_other: "files of another program",
    why: "They hold settings, not journal text.",
  },
  unused: {
    title_one: "file that no entry uses",
    title_other: "files that no entry uses",
    why: "Nothing refers to it, so it was left out.",
  },
  "of-left-out": {
    title_one: "file of an entry that was left out",
    title_other: "files of entries that were left out",
    why: "Only an entry that does not come refers to it.",
  },
  "not-stored": {
    title_one: "entry that could not be stored",
    title_other: "entries that could not be stored",
    why: "This device has no room for it, or refused it. Make room and import the same file again: what is here already stays as it is.",
  },
} as const satisfies RefusedTexts;
