// @vitest-environment jsdom
import { beforeEach, expect, test } from "vitest";
import { type Beginning, createFront } from "./front.ts";

const turns = () => new Promise((resolve) => setTimeout(resolve));
const part = (id: string) => document.getElementById(id) as HTMLElement;
const press = (choice: string) => document.querySelector<HTMLElement>(`[data-choice=${choice}]`)?.click();

beforeEach(() => {
  document.body.innerHTML = `<div id="root"></div>
    <div id="front" hidden><button data-choice="start"><b>Start</b></button><button data-choice="backup">Backup</button></div>
    <p id="front-failed" hidden></p>`;
});

test("what was chosen is what the app begins with, once, and the page goes when the app has drawn", async () => {
  const begun: Beginning[] = [];
  createFront(document, { load: async () => ({ begin: (beginning) => begun.push(beginning) }) }).show();
  expect([part("front").hidden, part("root").hidden]).toEqual([false, true]);
  press("backup");
  press("start");
  await turns();
  expect(begun.map(({ choice }) => choice)).toEqual(["backup"]);
  expect(part("front").hidden).toBe(false);
  begun[0]?.onDrawn();
  expect([part("front").hidden, part("root").hidden]).toEqual([true, false]);
});

test("a part that cannot be fetched is said, and choosing again tries again", async () => {
  let reachable = false;
  const begun: Beginning[] = [];
  const load = async () => {
    if (!reachable) throw new TypeError("Failed to fetch dynamically imported module");
    return { begin: (beginning: Beginning) => void begun.push(beginning) };
  };
  createFront(document, { load }).show();
  press("start");
  await turns();
  expect(part("front-failed").hidden).toBe(false);
  reachable = true;
  press("start");
  await turns();
  expect(part("front-failed").hidden).toBe(true);
  expect(begun).toHaveLength(1);
});

test("a hand that comes near runs the app's script and begins nothing", async () => {
  let loads = 0;
  const begun: Beginning[] = [];
  const load = async () => {
    loads += 1;
    return { begin: (beginning: Beginning) => void begun.push(beginning) };
  };
  createFront(document, { load }).show();
  part("front").dispatchEvent(new Event("pointerover"));
  part("front").dispatchEvent(new Event("focusin"));
  await turns();
  expect([loads, begun.length]).toEqual([1, 0]);
});

test("with a pairing link the app begins at once and is given it", async () => {
  const begun: Beginning[] = [];
  createFront(document, {
    load: async () => ({ begin: (one) => begun.push(one) }),
    link: "https://x/join#a",
  }).skip();
  await turns();
  expect(begun.map(({ link }) => link)).toEqual(["https://x/join#a"]);
  expect(part("root").hidden).toBe(false);
});
