import type { AttachmentManifest, DocTag } from "@whisperwell/crypto";
import { expect, test } from "vitest";
import { createLatePayloads } from "./late-payloads.ts";

const manifest = (blobId: string) => ({ blobId }) as unknown as AttachmentManifest;

test("of a document that lacks two texts the one that can be had is applied, and only the other is asked for again", async () => {
  const asked: string[] = [];
  const came: string[] = [];
  const timers: (() => void)[] = [];
  const payloads = createLatePayloads({
    clock: {
      after: (_ms, run) => {
        timers.push(run);
        return () => undefined;
      },
    },
    fetchOne: async ({ blobId }) => {
      asked.push(blobId);
      return blobId !== "lost";
    },
    onCame: (tag) => void came.push(tag),
  });
  const tag = "d" as DocTag;
  await payloads.fetch(tag, [manifest("lost"), manifest("here")]);
  expect(asked).toEqual(["lost", "here"]);
  expect(came).toEqual(["d"]);
  for (const run of timers.splice(0)) run();
  await payloads.tried(tag);
  expect(asked).toEqual(["lost", "here", "lost"]);
  expect(came).toEqual(["d"]);
});
