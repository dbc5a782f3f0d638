import { expect, test } from "vitest";
import { bodyFromMarkdown } from "./markdown/read.ts";
import { excerptOf, listTextOf } from "./text.ts";

const excerpt = (markdown: string) => excerptOf(listTextOf(bodyFromMarkdown(markdown)));

test("a list shows a table by its cells, and bars that are text stay", () => {
  expect(excerpt("Tides\n\n| day | high |\n| --- | ---: |\n| Mon | 07:12 |\n| a\\|b | |")).toBe(
    "Tides day · high · Mon · 07:12 · a|b",
  );
  expect(excerpt("this | that\n\n- x | y")).toBe("this | that x | y");
});
