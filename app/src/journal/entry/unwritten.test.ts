/**
 * A blank page and the entry it becomes are one text, whatever was typed before the engine had it open. Control: with
 * nothing typed, nothing is made.
 */

import { expect, test } from "vitest";
import { Awareness } from "y-protocols/awareness";
import { createEntryDoc } from "../../documents/index.ts";
import type { OpenDocument, SavedState } from "../../vault/index.ts";
import { createUnwrittenEntry } from "./unwritten.ts";

const when = { day: "2026-11-24", zone: "UTC", instant: 0 };

const heldEngine = () => {
  const ydoc = createEntryDoc({ when, journal: "j" });
  const made = Promise.withResolvers<void>();
  let created = 0;
  let closed = 0;
  const opened: OpenDocument = {
    docId: "d",
    ydoc,
    awareness: new Awareness(ydoc),
    writable: true,
    saved$: {
      subscribe: (listener) => {
        listener({ code: "saved-here" });
        return () => undefined;
      },
    },
    close: async () => {
      closed += 1;
    },
  };
  return {
    ydoc,
    opened,
    made,
    counts: () => ({ created, closed }),
    vault: {
      createEntry: async () => {
        created += 1;
        await made.promise;
        return { ok: true, value: "d" } as const;
      },
      open: async () => ({ ok: true, value: opened }) as const,
    },
  };
};
const idOf = (entry: ReturnType<typeof createUnwrittenEntry>) =>
  new Promise<string>((resolve) => {
    entry.docId$.subscribe((docId) => {
      if (docId !== undefined) resolve(docId);
    });
  });

test("what was typed while the entry was being made is in it, once, and typing goes on both ways", async () => {
  const engine = heldEngine();
  const page = createUnwrittenEntry(engine.vault, () => ({ when }));
  const title = page.document.ydoc.getText("title");
  title.insert(0, "H");
  title.insert(1, "i");
  const made = idOf(page);
  engine.made.resolve();
  expect(await made).toBe("d");
  expect(engine.ydoc.getText("title").toString()).toBe("Hi");
  expect(page.document.ydoc.getMap("meta").get("journal")).toBe("j");
  title.insert(2, "!");
  engine.ydoc.getText("title").insert(0, "Oh. ");
  expect([title.toString(), engine.ydoc.getText("title").toString()]).toEqual(["Oh. Hi!", "Oh. Hi!"]);
  expect(engine.counts().created).toBe(1);
});

test("nothing typed makes nothing", async () => {
  const engine = heldEngine();
  const page = createUnwrittenEntry(engine.vault, () => ({ when }));
  await page.document.close();
  expect(engine.counts()).toEqual({ created: 0, closed: 0 });
});

test("a page left while its entry is being made still hands over its text and lets go", async () => {
  const engine = heldEngine();
  const page = createUnwrittenEntry(engine.vault, () => ({ when }));
  page.document.ydoc.getText("title").insert(0, "kept");
  await page.document.close();
  const made = page.ensure();
  engine.made.resolve();
  await made;
  expect(engine.ydoc.getText("title").toString()).toBe("kept");
  expect(engine.counts().closed).toBe(1);
});

test("a page that could not be made says so and tries again with the next letter", async () => {
  const engine = heldEngine();
  let refuse = true;
  const page = createUnwrittenEntry(
    {
      createEntry: async () =>
        refuse ? { ok: false, error: { code: "storage-full" } } : { ok: true, value: "d" },
      open: engine.vault.open,
    },
    () => ({ when }),
  );
  const said: SavedState["code"][] = [];
  page.document.saved$.subscribe(({ code }) => said.push(code));
  page.document.ydoc.getText("title").insert(0, "a");
  expect(await page.ensure()).toBeUndefined();
  expect(said).toEqual(["writing", "not-saved"]);
  refuse = false;
  page.document.ydoc.getText("title").insert(1, "b");
  await page.ensure();
  expect(engine.ydoc.getText("title").toString()).toBe("ab");
  expect(said.at(-1)).toBe("saved-here");
});

test("a page that could not be made is tried again without another letter, until it was let go", async () => {
  const engine = heldEngine();
  const tries: (() => void)[] = [];
  let refuse = true;
  const page = createUnwrittenEntry(
    {
      createEntry: async () =>
        refuse ? { ok: false, error: { code: "storage-full" } } : { ok: true, value: "d" },
      open: engine.vault.open,
    },
    () => ({ when }),
    (work) => tries.push(work),
  );
  page.document.ydoc.getText("title").insert(0, "a");
  await page.ensure();
  expect([tries.length, page.made()]).toEqual([1, false]);
  refuse = false;
  tries[0]?.();
  await page.ensure();
  expect([engine.ydoc.getText("title").toString(), page.made()]).toEqual(["a", true]);
});
