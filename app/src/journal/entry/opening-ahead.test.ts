// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { OpenDocument, Vault } from "../../vault/index.ts";
import { createOpeningAhead } from "./opening-ahead.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Opens anything, and notes what was opened and closed. */
const noting = () => {
  const opened: string[] = [];
  const closed: string[] = [];
  const open = (async (docId: string) => {
    opened.push(docId);
    return {
      ok: true,
      value: { docId, close: async () => void closed.push(docId) } as unknown as OpenDocument,
    };
  }) as Vault["open"];
  return { opened, closed, ahead: createOpeningAhead(open) };
};

test("the page takes what the press began, and it stays open", async () => {
  const { opened, closed, ahead } = noting();
  ahead.begin("a");
  ahead.begin("a");
  const taken = await ahead.take("a");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(taken?.ok).toBe(true);
  expect(ahead.take("a")).toBeUndefined();
  expect({ opened, closed }).toEqual({ opened: ["a"], closed: [] });
});

test("a press that became no page is closed after a moment, and so is one that another press follows", async () => {
  const { closed, ahead } = noting();
  ahead.begin("a");
  ahead.begin("b");
  expect(ahead.take("a")).toBeUndefined();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(closed).toEqual(["a", "b"]);
  expect(ahead.take("b")).toBeUndefined();
});

test("leaving the journal closes what was begun", async () => {
  const { closed, ahead } = noting();
  ahead.begin("a");
  ahead.drop();
  await vi.advanceTimersByTimeAsync(0);
  expect(closed).toEqual(["a"]);
});
