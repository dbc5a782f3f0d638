/** A relay that never had an attachment is offered it, and until it has it, it counts as waiting. */
import { type BlobId, type Bytes, type Hash, hash256, idOf, randomId } from "@whisperwell/crypto";
import { expect, test } from "vitest";
import { must } from "../testing/browser.ts";
import { foundDevice } from "../testing/feed.ts";
import { putWholeBlobs } from "./blobs.ts";

test("attachments an earlier relay took wait again for the relay of another feed", async () => {
  const { deps, unlocked, log } = await foundDevice(91);
  const ciphertext: Bytes = deps.random.bytes(500);
  const chunkId = idOf<Hash>(hash256(ciphertext));
  const blobId = randomId<BlobId>(deps.random);
  must(
    await deps.store.write(["blobs", "meta"], "strict", (tx) =>
      putWholeBlobs(tx, [{ blobId, chunkId, ciphertext }]),
    ),
  );
  await unlocked.blobs.markUploaded(blobId);
  expect(await unlocked.blobs.pendingUploads()).toEqual([]);
  must((await log.offerBlobs?.()) ?? { ok: false, error: "no port" });
  expect(await unlocked.blobs.pendingUploads()).toEqual([{ blobId, chunkIds: [chunkId] }]);
});
