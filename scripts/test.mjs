/**
 * `npm test`: sets up, then lint, types, unit and acceptance suites, browser journeys. Every stage runs whatever failed
 * before; the last line adds up. Skips are said aloud where they happen and are not in the closing line.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root, setUp } from "./setup.mjs";

await setUp({ tests: true });
const { build } = await import("./build.mjs");

const bin = (name) => join(root, "node_modules", ".bin", name);
const reports = join(root, "test-results");
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const run = (program, args, env = {}) =>
  spawnSync(program, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...env } }).status === 0;
const readReport = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined);
const one = (succeeded) => ({ passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1, skipped: 0 });

const units = () => {
  const file = join(reports, "unit.json");
  const succeeded = run(bin("vitest"), [
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
  ]);
  const report = readReport(file);
  if (report === undefined) return one(false);
  const failed = report.numFailedTests + (report.numFailedTests === 0 && !succeeded ? 1 : 0);
  return { passed: report.numPassedTests, failed, skipped: report.numPendingTests + report.numTodoTests };
};

const journeys = () => {
  const file = join(reports, "journeys.json");
  const succeeded = run(bin("playwright"), ["test", "-c", "e2e/playwright.config.ts"], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  });
  const stats = readReport(file)?.stats;
  if (stats === undefined) return one(false);
  const failed =
    stats.unexpected + stats.flaky + (stats.unexpected + stats.flaky === 0 && !succeeded ? 1 : 0);
  return { passed: stats.expected, failed, skipped: stats.skipped };
};

const stages = [
  ["lint", () => one(run(bin("biome"), ["check", "--error-on-warnings", "."]))],
  ["types", () => one(run(bin("tsc"), ["-p", "."]))],
  ["unit, property, acceptance", units],
  [
    "build",
    async () => {
      try {
        await build();
        return one(true);
      } catch (error) {
        process.stderr.write(`${error.message}\n`);
        return one(false);
      }
    },
  ],
  ["browser journeys", journeys],
];

const total = { passed: 0, failed: 0, skipped: 0 };
for (const [name, stage] of stages) {
  const started = performance.now();
  process.stdout.write(`\n— ${name}\n`);
  const counted = await stage();
  for (const key of Object.keys(total)) total[key] += counted[key];
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  process.stdout.write(
    `${name}: ${counted.passed} passed, ${counted.failed} failed, ${counted.skipped} skipped in ${seconds} s\n`,
  );
}
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
