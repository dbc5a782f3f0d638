// @vitest-environment jsdom
/**
 * Whoever sees a blank page can write on it: the caret is there in the same moment as the page, and no letter is lost
 * while the engine makes the entry and opens it, however late it answers.
 */

import { act, cleanup, screen, waitFor } from "@testing-library/react";
import type { Editor } from "@tiptap/core";
import { afterEach, expect, test, vi } from "vitest";
import { readBody } from "../../documents/body.ts";
import { bodyOf, plainTextOf } from "../../documents/index.ts";
import { en } from "../en.ts";
import { renderJournal } from "../testing/render-journal.tsx";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});
const entries = [{ day: "2026-11-20", time: "19:20", text: "Jonas rang at seven." }];

/** A letter goes where a key would take it: to whatever has the focus. */
const press = (letter: string) => {
  const focused = document.activeElement as (HTMLElement & { editor?: Editor }) | null;
  const view = focused?.editor?.view;
  if (view === undefined) return;
  const { from, to } = view.state.selection;
  act(() => view.dispatch(view.state.tr.insertText(letter, from, to)));
};

test("the caret is in a blank page the moment the page is there, before any frame", async () => {
  const { router } = renderJournal("/", { entries });
  await screen.findByText(/Jonas rang/u);
  vi.spyOn(globalThis, "requestAnimationFrame").mockImplementation(() => 0);
  let focusedAsItCame: boolean | undefined;
  const watch = new MutationObserver(() => {
    const text = document.querySelector(`[aria-label="${en.entry.body}"]`);
    if (text !== null) focusedAsItCame ??= document.activeElement === text;
  });
  watch.observe(document.body, { childList: true, subtree: true });
  await act(async () => router.navigate("/write"));
  await screen.findByRole("textbox", { name: en.entry.body });
  watch.disconnect();
  expect(focusedAsItCame).toBe(true);
});

for (const [made, opened] of [
  [0, 1],
  [3, 12],
  [25, 26],
] as const)
  test(`no letter is lost when the entry is made after ${made} letters and open after ${opened}`, async () => {
    const words = "Hidden while typing, kept";
    const { router, vault, docs } = renderJournal("/", { entries });
    await screen.findByText(/Jonas rang/u);
    const gates = { made: Promise.withResolvers<void>(), opened: Promise.withResolvers<void>() };
    const { createEntry, open } = vault;
    Object.assign(vault, {
      createEntry: async (init: Parameters<typeof createEntry>[0]) => {
        await gates.made.promise;
        return createEntry(init);
      },
      open: async (docId: string) => {
        await gates.opened.promise;
        return open(docId);
      },
    });
    await act(async () => router.navigate("/write"));
    for (const [index, letter] of [...words, ""].entries()) {
      if (index === made) gates.made.resolve();
      if (index === opened) gates.opened.resolve();
      // A turn of the loop, so that answers and the change of address come between the letters.
      await act(async () => new Promise((resolve) => setImmediate(resolve)));
      if (letter !== "") press(letter);
    }
    gates.opened.resolve();
    await waitFor(() => expect(router.state.location.pathname).toMatch(/^\/entry\//u));
    const doc = [...docs.values()].at(-1);
    expect(doc && plainTextOf(readBody(bodyOf(doc)))).toBe(words);
    expect(document.activeElement?.textContent).toBe(words);
  });
