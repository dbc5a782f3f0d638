/**
 * What an entry and its surroundings are, as plain values. The Yjs shapes behind them are in entry.ts, taxonomy.ts and
 * settings.ts; rows are what lists show without loading a document. Ids are opaque strings here.
 */

/** The day belongs to the entry and never derives from the reader's zone or from UTC. One value, never mixed. */
export interface When {
  /** Local calendar day, `YYYY-MM-DD`. */
  readonly day: string;
  /** IANA zone, e.g. `Europe/Oslo`. */
  readonly zone: string;
  /** Milliseconds since 1970, UTC. */
  readonly instant: number;
}

/** Drained, Low, Even, Good, Full. Custom scales map onto the five. */
export type MoodLevel = 1 | 2 | 3 | 4 | 5;
export interface Mood {
  readonly id: string;
  readonly value: MoodLevel;
  readonly scale: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A tag, person or place as the entry names it; the taxonomy may know it by a newer name. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** Where an attachment's sealed chunks are and the key that opens them (docs/protocol.md, Attachments). */
export interface BlobManifest {
  readonly blobId: string;
  readonly key: Uint8Array;
  /** True size in bytes, before padding. */
  readonly size: number;
  readonly chunkIds: readonly string[];
}

export interface Attachment {
  readonly id: string;
  readonly name: string;
  /** MIME type sniffed from the bytes. */
  readonly type: string;
  readonly manifest: BlobManifest;
  readonly width?: number;
  readonly height?: number;
  /** A small JPEG or WebP of its own, for lists. */
  readonly thumbnail?: BlobManifest & { readonly type?: string };
}

export interface Source {
  readonly importer: string;
  readonly id: string;
  readonly run: string;
  /** Fields of the source that we have no place for, kept as they came. */
  readonly raw?: unknown;
}

/** An entry's summary: sealed beside its commits, so that 10,000 list in one read. Unknown keys are kept. */
export interface EntryRow {
  readonly kind: "entry";
  readonly docId: string;
  readonly title: string;
  /** First words of the body as plain text, at most 280 characters. */
  readonly excerpt: string;
  readonly when: When;
  /** Journal id. */
  readonly journal: string;
  readonly favourite: boolean;
  readonly pinned: boolean;
  /** Milliseconds since 1970 when it went to the trash. */
  readonly trashedAt?: number;
  readonly tags: readonly Named[];
  readonly people: readonly Named[];
  readonly place?: Named;
  readonly moods: readonly Mood[];
  readonly thumbnail?: BlobManifest & {
    readonly type: string;
    readonly width?: number;
    readonly height?: number;
  };
  readonly words: number;
  readonly attachments: number;
  readonly importRun?: string;
  /** Lowest editor schema that can write this entry; above ours it opens read-only. */
  readonly schema: number;
}
export type Row = EntryRow;

export type EntryChange =
  | { readonly type: "when"; readonly when: When }
  | { readonly type: "journal"; readonly journal: string }
  | { readonly type: "favourite"; readonly on: boolean }
  | { readonly type: "pinned"; readonly on: boolean }
  | { readonly type: "trash"; readonly at: number }
  | { readonly type: "restore" }
  | { readonly type: "tag-add"; readonly name: string }
  | { readonly type: "tag-remove"; readonly id: string }
  | { readonly type: "person-add"; readonly name: string }
  | { readonly type: "person-remove"; readonly id: string }
  | { readonly type: "place"; readonly name: string | null }
  | { readonly type: "mood-add"; readonly value: MoodLevel; readonly scale: string; readonly at: number }
  | { readonly type: "mood-remove"; readonly id: string }
  | { readonly type: "attachment-add"; readonly attachment: Attachment }
  | { readonly type: "attachment-remove"; readonly id: string };

/** Ids of tags, people, places and journals come from their folded first name: one word on two devices is one tag. */
export interface NameIds {
  readonly idOf: (kind: "tag" | "person" | "place" | "journal", name: string) => string;
  /** 32 hex digits, for moods and attachments. */
  readonly randomId: () => string;
}

export const journalInks = ["iron", "madder", "moss", "ochre", "plum", "sea", "clay", "slate"] as const;
export type JournalInk = (typeof journalInks)[number];
export interface Journal {
  readonly id: string;
  readonly name: string;
  readonly ink: JournalInk;
  readonly order: number;
  readonly archived: boolean;
}
export interface Tag {
  readonly id: string;
  readonly name: string;
  readonly parent?: string;
  /** Ids merged into this one. */
  readonly aliases: readonly string[];
}
export interface Taxonomy {
  readonly journals: readonly Journal[];
  readonly tags: readonly Tag[];
}
export type TaxonomyChange =
  | { readonly type: "journal-add"; readonly name: string; readonly ink: JournalInk }
  | { readonly type: "journal-rename"; readonly id: string; readonly name: string }
  | { readonly type: "journal-ink"; readonly id: string; readonly ink: JournalInk }
  | { readonly type: "journal-order"; readonly ids: readonly string[] }
  | { readonly type: "journal-archive"; readonly id: string; readonly archived: boolean }
  | { readonly type: "tag-rename"; readonly id: string; readonly name: string }
  | { readonly type: "tag-merge"; readonly from: string; readonly into: string };

/** Preferences that travel with the journal; what belongs to one screen (scheme, text size) stays on that device. */
export interface Settings {
  /** Minutes after midnight at which a new day begins, 0–360. */
  readonly startOfDay: number;
  /** Present names of devices by principal id; a label in the log is only the first name. */
  readonly deviceNames: Readonly<Record<string, string>>;
  /** Slot bytes by principal id, so that a device that joined can be opened by passphrase (docs/protocol.md, Slots). */
  readonly slots: Readonly<Record<string, Uint8Array>>;
  /** True once three of the 24 words were asked for and given. */
  readonly wordsChecked: boolean;
}
export type SettingsChange =
  | { readonly type: "start-of-day"; readonly minutes: number }
  | { readonly type: "device-name"; readonly device: string; readonly name: string }
  | { readonly type: "slot"; readonly principal: string; readonly bytes: Uint8Array }
  | { readonly type: "words-checked" };

/** ProseMirror JSON as the editor schema of schema.ts writes it. */
export interface PmNode {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, unknown>>;
  readonly content?: readonly PmNode[];
  readonly marks?: readonly { readonly type: string; readonly attrs?: Readonly<Record<string, unknown>> }[];
  readonly text?: string;
}

/** An entry that does not exist yet: from an importer, a template or another vault's backup. */
export interface NewEntry {
  readonly title: string;
  /** A `doc` node. Images name an attachment: `{type:"image", attrs:{attachment, alt}}`. */
  readonly body: PmNode;
  readonly when: When;
  /** Journal by name; made when it does not exist. Without one, the first journal. */
  readonly journal?: string;
  readonly tags: readonly string[];
  readonly people: readonly string[];
  readonly place?: string;
  readonly moods: readonly { readonly value: MoodLevel; readonly scale: string; readonly at: number }[];
  readonly favourite: boolean;
  readonly pinned: boolean;
  /** Milliseconds since 1970: it lay in the trash. */
  readonly trashedAt?: number;
  readonly attachments: readonly Attachment[];
  readonly source?: Source;
}

/** Everything of an entry, for export: nothing of it is lost in either direction. */
export interface EntryContent {
  readonly row: EntryRow;
  readonly body: PmNode;
  /** Lossless where Markdown can say it; images as `![alt](media/NAME)`. */
  readonly markdown: string;
  readonly attachments: readonly Attachment[];
  readonly source?: Source;
  /** Other versions of title and body that imports left beside the chosen one, by run. */
  readonly versions: readonly { readonly run: string; readonly title: string; readonly markdown: string }[];
}
