/**
 * A page and what lies over it, in a real browser's history. However a layer is closed, the history has as many places
 * afterwards as before, and the router hears of pages only.
 */
import { createHashRouter } from "react-router";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLayers } from "./layers.ts";

// The first of all listeners: what the layers keep to themselves is heard here too.
let pops: (() => void)[] = [];
addEventListener(
  "popstate",
  () => {
    for (const resolve of pops) resolve();
    pops = [];
  },
  { capture: true },
);
const layers = createLayers(window);
let router: ReturnType<typeof createHashRouter>;
let heard: string[];

/** Every listener of this event, and what they planned, has had its turn. */
const turn = () => new Promise<void>((resolve) => setTimeout(resolve));
const popped = async () => {
  await new Promise<void>((resolve) => pops.push(resolve));
  await turn();
};
const goBack = async () => {
  const moved = popped();
  history.back();
  await moved;
};
const closed = async (close: () => void) => {
  const moved = popped();
  close();
  await moved;
};
/** Opens one that takes itself away when it is closed, as a component does. */
const open = (name: string) => {
  const take = layers.open(() => {
    heard.push(`${name} closed`);
    take();
  });
  return take;
};
const depth = (): unknown => history.state?.layer ?? 0;

beforeEach(async () => {
  location.hash = "#/";
  router = createHashRouter(["/", "/one", "/two"].map((path) => ({ path, element: null })));
  await layers.guard(router);
  heard = [];
  await router.navigate("/one");
  let at = "/one";
  router.subscribe(({ location: { pathname } }) => {
    if (pathname !== at) heard.push(pathname);
    at = pathname;
  });
});
afterEach(() => router.dispose());

test("Back closes the top layer, then the one below, and only then leaves the page", async () => {
  open("sheet");
  await turn();
  open("dialog");
  await turn();
  await goBack();
  expect(heard).toEqual(["dialog closed"]);
  await goBack();
  expect(heard).toEqual(["dialog closed", "sheet closed"]);
  await goBack();
  expect(heard.at(-1)).toBe("/");
});

test("a layer that is closed on the screen leaves no place behind: the next Back leaves the page", async () => {
  const take = open("sheet");
  await turn();
  expect(depth()).toBe(1);
  await closed(take);
  expect(depth()).toBe(0);
  expect(heard).toEqual([]);
  await goBack();
  expect(heard.at(-1)).toBe("/");
});

test("a menu that opens a sheet hands it its place, without a step", async () => {
  const menu = open("menu");
  await turn();
  const places = history.length;
  menu();
  open("sheet");
  await turn();
  expect([history.length, depth()]).toEqual([places, 1]);
  await goBack();
  expect(heard).toEqual(["sheet closed"]);
});

test("going elsewhere from a layer puts the new page where the layer was", async () => {
  const places = history.length;
  const palette = open("palette");
  await turn();
  palette();
  await router.navigate("/two");
  expect([router.state.location.pathname, history.length, depth()]).toEqual(["/two", places + 1, 0]);
  await goBack();
  expect(heard.at(-1)).toBe("/one");
});

test("a page that changes its address under an open sheet keeps it, and Back still closes it", async () => {
  open("sheet");
  await turn();
  await router.navigate("/two", { replace: true });
  await turn();
  expect([router.state.location.pathname, depth()]).toEqual(["/two", 1]);
  await goBack();
  expect(heard.at(-1)).toBe("sheet closed");
  await goBack();
  expect(heard.at(-1)).toBe("/");
});

test("Forward to a layer that was closed leads back to its page", async () => {
  open("sheet");
  await turn();
  await goBack();
  const thereAndBack = popped().then(popped);
  history.forward();
  await thereAndBack;
  expect(depth()).toBe(0);
  expect(heard).toEqual(["sheet closed"]);
});
