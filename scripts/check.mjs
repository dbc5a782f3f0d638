/** `npm run check`: lint and types only, seconds. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root, setUp } from "./setup.mjs";

await setUp({ tests: false });
const bin = (name) => join(root, "node_modules", ".bin", name);
const steps = [
  [bin("biome"), ["check", "--error-on-warnings", "."]],
  [bin("tsc"), ["-p", "."]],
];
const failed = steps.filter(
  ([program, args]) => spawnSync(program, args, { cwd: root, stdio: "inherit" }).status !== 0,
);
process.exitCode = failed.length === 0 ? 0 : 1;
