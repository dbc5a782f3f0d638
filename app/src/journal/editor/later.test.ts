import { expect, test } from "vitest";
import { createLater } from "./later.ts";

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("a part is fetched once, however often it is asked for", async () => {
  let fetches = 0;
  const later = createLater(async () => {
    fetches += 1;
    return "tools";
  });
  later.fetch();
  later.fetch();
  await turn();
  later.fetch();
  await turn();
  expect(later.now()).toEqual({ state: "present", part: "tools" });
  expect(fetches).toBe(1);
});

test("a part that could not be fetched says so, throws nothing, and is tried again when it is asked for again", async () => {
  const answers = [Promise.reject(new Error("offline")), Promise.resolve("tools")];
  const said: string[] = [];
  const later = createLater(() => answers.shift() ?? Promise.reject(new Error("asked too often")));
  later.subscribe(() => said.push(later.now().state));
  later.fetch();
  await turn();
  later.fetch();
  await turn();
  expect(said).toEqual(["failed", "present"]);
});
