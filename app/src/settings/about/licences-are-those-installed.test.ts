import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { licences } from "./licences.ts";

interface Manifest {
  readonly name?: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}
const read = (path: string) => JSON.parse(readFileSync(path, "utf8")) as Manifest;
const workspaces = ["../../../package.json", "../../../../crypto/package.json"].map((path) =>
  join(import.meta.dirname, path),
);

/** Walks up from a workspace as Node does; `exports` may hide a package.json from `require`. */
const licenceOf = (workspace: string, name: string): string | undefined =>
  (createRequire(workspace).resolve.paths(name) ?? [])
    .map((folder) => join(folder, name, "package.json"))
    .flatMap((path) => {
      try {
        return [read(path).license ?? "unknown"];
      } catch {
        return []; // Not in this folder.
      }
    })[0];

test("every part the app is built from is listed under the licence it comes with", () => {
  const installed = new Map<string, string | undefined>();
  for (const workspace of workspaces)
    for (const name of Object.keys(read(workspace).dependencies ?? {}))
      if (!name.startsWith("@whisperwell/"))
        installed.set(name, licenceOf(`${dirname(workspace)}/x.js`, name));
  const listed = new Map(
    Object.entries(licences).flatMap(([licence, names]) => names.map((name) => [name, licence] as const)),
  );
  expect([...listed].sort()).toEqual([...installed].sort());
});
