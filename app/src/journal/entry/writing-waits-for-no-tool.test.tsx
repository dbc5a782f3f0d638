// @vitest-environment jsdom
/**
 * The tools of the text come after the caret. Until they are there, every key is a letter; what was typed meanwhile is
 * still there when they come, and a slash among it opens its menu then.
 */
import { act, cleanup, screen, waitFor } from "@testing-library/react";
import type { Editor } from "@tiptap/core";
import { afterEach, expect, test, vi } from "vitest";
import { readBody } from "../../documents/body.ts";
import { bodyOf, plainTextOf } from "../../documents/index.ts";
import { en } from "../en.ts";
import { renderJournal } from "../testing/render-journal.tsx";

/** How the fetching of the tools ends is said by each test. */
const gate = vi.hoisted(() => ({ open: (): Promise<void> => Promise.resolve() }));
vi.mock("../editor/tools.ts", async (importOriginal) => {
  await gate.open();
  return importOriginal();
});

afterEach(() => {
  cleanup();
  vi.resetModules();
});
const entries = [{ day: "2026-11-20", time: "19:20", text: "Jonas rang at seven." }];

const editorNow = (): Editor => {
  const { editor } = screen.getByRole("textbox", { name: en.entry.body }) as HTMLElement & {
    editor?: Editor;
  };
  if (editor === undefined) throw new Error("the text has no editor");
  return editor;
};
const press = (letters: string) => {
  for (const letter of letters) {
    const { view } = editorNow();
    const { from, to } = view.state.selection;
    act(() => view.dispatch(view.state.tr.insertText(letter, from, to)));
  }
};

test("what is typed before the tools come stays, and a slash in it opens the menu when they come", async () => {
  const coming = Promise.withResolvers<void>();
  gate.open = () => coming.promise;
  const { router, docs } = renderJournal("/", { entries });
  await screen.findByText(/Jonas rang/u);
  await act(async () => router.navigate("/write"));
  await screen.findByRole("textbox", { name: en.entry.body });
  press("Rain all day. /head");
  expect(screen.queryByRole("listbox", { name: en.slash.label })).toBeNull();
  await act(async () => coming.resolve());
  await screen.findByRole("option", { name: en.command.heading });
  press("i");
  const doc = [...docs.values()].at(-1);
  await waitFor(() => expect(doc && plainTextOf(readBody(bodyOf(doc)))).toBe("Rain all day. /headi"));
  expect(editorNow().getText()).toBe("Rain all day. /headi");
});
