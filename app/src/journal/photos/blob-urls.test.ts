import { expect, test } from "vitest";
import type { BlobManifest } from "../../documents/index.ts";
import { type BlobPicture, createBlobUrls } from "./blob-urls.ts";

const manifest = (blobId: string): BlobManifest => ({
  blobId,
  key: new Uint8Array(32),
  size: 1,
  chunkIds: [],
});
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

const setUp = (answer: "bytes" | "not-here-yet" | "damaged" = "bytes") => {
  const revoked: string[] = [];
  let reads = 0;
  let made = 0;
  const urls = createBlobUrls({
    readBlob: async () => {
      reads += 1;
      return answer === "bytes"
        ? { ok: true, value: new Uint8Array(1) }
        : { ok: false, error: { code: answer } };
    },
    createUrl: () => {
      made += 1;
      return `blob:${made}`;
    },
    revokeUrl: (url) => revoked.push(url),
    keep: 1,
  });
  return { urls, revoked, reads: () => reads };
};

test("two holders of one picture read it once and share its address", async () => {
  const { urls, reads } = setUp();
  const seen: BlobPicture[] = [];
  urls.hold(manifest("a"), "image/png", (picture) => seen.push(picture));
  urls.hold(manifest("a"), "image/png", (picture) => seen.push(picture));
  await settle();
  expect(reads()).toBe(1);
  expect(seen.filter(({ state }) => state === "present")).toEqual([
    { state: "present", url: "blob:1" },
    { state: "present", url: "blob:1" },
  ]);
});

test("the last pictures that left the screen are kept, older ones revoked, and locking revokes all", async () => {
  const { urls, revoked } = setUp();
  const releases = ["a", "b", "c"].map((id) => urls.hold(manifest(id), "image/png", () => undefined));
  await settle();
  releases[0]?.();
  releases[1]?.();
  expect(revoked).toEqual(["blob:1"]);
  urls.clear();
  expect(revoked.toSorted()).toEqual(["blob:1", "blob:2", "blob:3"]);
});

test("a picture that was not here yet is asked for again; a damaged one says so", async () => {
  const away = setUp("not-here-yet");
  away.urls.hold(manifest("a"), "image/png", () => undefined)();
  await settle();
  away.urls.hold(manifest("a"), "image/png", () => undefined);
  await settle();
  expect(away.reads()).toBe(2);
  const broken = setUp("damaged");
  const seen: BlobPicture[] = [];
  broken.urls.hold(manifest("a"), "image/png", (picture) => seen.push(picture));
  await settle();
  expect(seen.at(-1)).toEqual({ state: "unreadable", code: "damaged" });
});
