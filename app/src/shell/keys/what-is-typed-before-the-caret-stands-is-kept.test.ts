// @vitest-environment jsdom
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { createEarlyKeys } from "./early-keys.ts";

afterEach(() => document.body.replaceChildren());
const keys = () => createEarlyKeys(() => document);

test("letters and returns typed on the way are handed over once, and nothing of the line stays", async () => {
  const early = keys();
  early.begin();
  await userEvent.keyboard("The harbour{Enter}was dark");
  const given: string[] = [];
  early.handOver((text) => given.push(text));
  early.handOver((text) => given.push(text));
  expect(given).toEqual(["The harbour\nwas dark", ""]);
  expect(document.querySelector("textarea")).toBeNull();
});

test("a word that is being composed is waited for", () => {
  const early = keys();
  early.begin();
  const line = document.querySelector("textarea") as HTMLTextAreaElement;
  line.dispatchEvent(new CompositionEvent("compositionstart"));
  const given: string[] = [];
  early.handOver((text) => given.push(text));
  expect(given).toEqual([]);
  line.value = "港";
  line.dispatchEvent(new CompositionEvent("compositionend"));
  expect(given).toEqual(["港"]);
});

test("who goes elsewhere meanwhile types there", async () => {
  const early = keys();
  document.body.innerHTML = "<input />";
  early.begin();
  await userEvent.keyboard("for the page");
  document.querySelector("input")?.focus();
  await userEvent.keyboard("for the field");
  const given: string[] = [];
  early.handOver((text) => given.push(text));
  expect(given).toEqual([""]);
  expect(document.querySelector("input")?.value).toBe("for the field");
});
