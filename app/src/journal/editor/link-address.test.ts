import { expect, test } from "vitest";
import { linkAddress } from "./link-address.ts";

test("what looks like a web or mail address becomes one", () => {
  expect(linkAddress("example.org/a")).toBe("https://example.org/a");
  expect(linkAddress(" http://example.org ")).toBe("http://example.org/");
  expect(linkAddress("localhost:8787/x")).toBe("https://localhost:8787/x");
  expect(linkAddress("ines@example.org")).toBe("mailto:ines@example.org");
});
test("script, data and nonsense are refused", () => {
  for (const typed of [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "two words",
    "",
    "file:///etc",
  ])
    expect(linkAddress(typed)).toBeUndefined();
});
