// @vitest-environment jsdom
import { expect, test } from "vitest";
import { hashCode, loadedCode } from "./hashes.ts";

test("only our own code is counted, each file once, the page itself first", () => {
  const { origin } = document.location;
  const paths = loadedCode(document, [
    { name: `${origin}/assets/b.js` },
    { name: `${origin}/assets/a.css` },
    { name: `${origin}/assets/b.js` },
    { name: `${origin}/v1/health` },
    { name: "https://elsewhere.example/x.js" },
  ]);
  expect(paths).toEqual(["/", "/assets/a.css", "/assets/b.js"]);
});

test("a fingerprint is the SHA-256 of the bytes; what cannot be had again has none", async () => {
  const get = (async (path: string) => {
    if (path === "/gone.js") throw new TypeError("offline");
    return path === "/none.js" ? new Response(null, { status: 404 }) : new Response("abc");
  }) as typeof fetch;
  expect(await hashCode(["/", "/gone.js", "/none.js"], get)).toEqual([
    { path: "/", sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
    { path: "/gone.js" },
    { path: "/none.js" },
  ]);
});
