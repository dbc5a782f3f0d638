/**
 * Object URLs of opened attachments. A picture on screen is held; the last few that left the screen are kept so that
 * scrolling back shows them at once, older ones are revoked. Nothing outlives the journal's pages: locking clears all.
 */
import type { BlobManifest } from "../../documents/index.ts";
import type { Vault } from "../../vault/index.ts";

export type BlobPicture =
  | { readonly state: "loading" }
  | { readonly state: "present"; readonly url: string }
  | { readonly state: "absent"; readonly code: "not-here-yet" | "offline" }
  | { readonly state: "unreadable"; readonly code: "damaged" };

export interface BlobUrls {
  /** Calls back with every state of the picture, at once with the present one. Answers how to let go of it. */
  readonly hold: (
    manifest: BlobManifest,
    type: string,
    listener: (picture: BlobPicture) => void,
  ) => () => void;
  readonly clear: () => void;
}

export interface BlobUrlsDeps {
  readonly readBlob: Vault["readBlob"];
  readonly createUrl: (bytes: Uint8Array, type: string) => string;
  readonly revokeUrl: (url: string) => void;
  /** How many pictures that nobody looks at are kept. */
  readonly keep: number;
}

/** Types shown as pictures. Anything else (SVG above all, which can carry script) is never made into a URL. */
export const pictureTypes: ReadonlySet<string> = new Set([
  "image/jpeg",
  "image/png",
  "image/webp",
  "image/gif",
  "image/avif",
]);

interface Held {
  picture: BlobPicture;
  readonly listeners: Set<(picture: BlobPicture) => void>;
  readonly abort: AbortController;
}

export const createBlobUrls = (deps: BlobUrlsDeps): BlobUrls => {
  const held = new Map<string, Held>();

  const drop = (blobId: string, entry: Held) => {
    entry.abort.abort();
    if (entry.picture.state === "present") deps.revokeUrl(entry.picture.url);
    held.delete(blobId);
  };
  const trim = () => {
    const idle = [...held].filter(([, entry]) => entry.listeners.size === 0);
    for (const [blobId, entry] of idle.slice(0, Math.max(0, idle.length - deps.keep))) drop(blobId, entry);
  };
  const load = async (manifest: BlobManifest, type: string, entry: Held) => {
    const read = await deps.readBlob(manifest, entry.abort.signal);
    if (entry.abort.signal.aborted) return;
    if (read.ok) entry.picture = { state: "present", url: deps.createUrl(read.value, type) };
    else if (read.error.code === "damaged") entry.picture = { state: "unreadable", code: "damaged" };
    else if (read.error.code === "cancelled") return;
    else entry.picture = { state: "absent", code: read.error.code };
    for (const listener of entry.listeners) listener(entry.picture);
  };

  return {
    hold: (manifest, type, listener) => {
      const known = held.get(manifest.blobId);
      const again = known !== undefined && known.picture.state === "absent";
      const entry: Held = known ?? {
        picture: { state: "loading" },
        listeners: new Set(),
        abort: new AbortController(),
      };
      held.delete(manifest.blobId);
      held.set(manifest.blobId, entry);
      entry.listeners.add(listener);
      listener(entry.picture);
      if (known === undefined || again) void load(manifest, type, entry);
      return () => {
        entry.listeners.delete(listener);
        if (entry.listeners.size > 0 || held.get(manifest.blobId) !== entry) return;
        if (entry.picture.state === "loading") drop(manifest.blobId, entry);
        else trim();
      };
    },
    clear: () => {
      for (const [blobId, entry] of held) drop(blobId, entry);
    },
  };
};
