/** A body that comes late is judged by what its author knew when it was written, not by what the author heard of since. */
import { type Bytes, issueEpoch } from "@whisperwell/crypto";
import { expect, test } from "vitest";
import { must } from "../testing/browser.ts";
import {
  createFeed,
  foundDevice,
  joinDevice,
  newEntry,
  pull,
  push,
  rowTitle,
  stubbed,
  titleIn,
  writeTitle,
} from "../testing/feed.ts";
import { epochKeysFor, issueAndAppend } from "./membership-log.ts";

test("a body that comes after its writer went on under a newer epoch is applied", async () => {
  const feed = createFeed();
  const first = await foundDevice(121);
  const second = await joinDevice(first, feed, 1121);
  const docId = await newEntry(first);
  await push(first, feed);
  await pull(second, feed);
  await writeTitle(first, docId, "late ");
  await push(first, feed);
  const from = feed.items.length;
  const late = feed.items[from - 1] as Bytes;
  const page = { feedEpoch: feed.feedEpoch, from, to: from, more: false, head: from };
  must(await second.log.applyPage({ ...page, items: [{ form: "stub", bytes: stubbed(late) }] }));

  const { session } = first.unlocked;
  const key = session.keyring.keyOf(0);
  if (key === undefined) throw new Error("the founder has the first epoch's key");
  const made = must(
    await first.deps.store.write(["meta", "log"], "strict", async (tx) =>
      must(
        await issueAndAppend(tx, session, (state) =>
          issueEpoch(first.deps, state, { signer: session.device, epochKey: { n: 0, key } }),
        ),
      ),
    ),
  );
  session.advance(made.state, epochKeysFor(made.state, session.device).keys);
  await push(first, feed);
  await pull(first, feed);
  await writeTitle(first, docId, "after ", 5);
  await push(first, feed);
  await pull(second, feed);
  await second.unlocked.settled();

  await second.log.takeBodies?.([late]);
  await second.unlocked.settled();
  expect(await titleIn(second, docId)).toBe("late after ");
  expect(rowTitle(second, docId)).toBe("late after");
});
