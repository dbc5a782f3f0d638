import { expect, test } from "vitest";
import { entryFileName } from "./export-entry.ts";

test("a file name is safe on every system and never empty", () => {
  expect(entryFileName("2026-11-24", 'What: "a/b" ../x?')).toBe("2026-11-24 What a b .. x.md");
  expect(entryFileName("2026-11-24", "…\u0000..")).toBe("2026-11-24 ….md");
  expect(entryFileName("2026-11-24", "")).toBe("2026-11-24.md");
});
