/**
 * Brings a fresh clone to where everything runs: packages from the lock file, Node 24 where the machine's is older, and
 * for tests a Chromium. Built-ins only, Node ≥ 20. Each step is skipped when already done, prints one line, and says what
 * to do when it cannot. Lines go to stderr, so that a command's own output stays clean.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const say = (line) => process.stderr.write(`set-up: ${line}\n`);
const fail = (line) => {
  process.stderr.write(`set-up stopped: ${line}\n`);
  process.exit(1);
};
const nodeMajor = (version = process.versions.node) => Number(version.split(".")[0]);

const requireNode = () => {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    fail(`Node ${process.versions.node} is too old. Install Node 20.19 or newer, then run this again.`);
};

const lockStamp = join(root, "node_modules", ".whisperwell-lock");
const lockHash = () =>
  createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");

const installPackages = () => {
  const wanted = lockHash();
  if (existsSync(lockStamp) && readFileSync(lockStamp, "utf8") === wanted) return;
  say("installing packages from the lock file (a minute or two, once)");
  // A shell finds npm.cmd on Windows too; the words are ours, nothing of the user's is in them.
  const npm = spawnSync("npm ci --no-audit --no-fund --loglevel=error", {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: true,
  });
  if (npm.status !== 0)
    fail("npm ci did not finish. Check the network and npm's message above, then run this again.");
  writeFileSync(lockStamp, wanted);
};

const node24 = () => {
  const ours = join(root, "node_modules", ".bin", process.platform === "win32" ? "node.cmd" : "node");
  return existsSync(ours) ? ours : undefined;
};

/** Goes on under Node 24 with the same script and arguments; the older process only waits for it. */
const goOnUnderNode24 = () => {
  if (nodeMajor() >= 24) return;
  const newer = node24();
  if (newer === undefined)
    fail(
      `Node ${process.versions.node} cannot run this and no newer one came with the packages. Install Node 24.`,
    );
  const again = spawnSync(newer, process.argv.slice(1), {
    stdio: "inherit",
    env: withOurBin(),
    shell: process.platform === "win32",
  });
  process.exit(again.status ?? 1);
};

/** The environment with this project's programs first on the path. */
export const withOurBin = (env = process.env) => ({
  ...env,
  PATH: `${join(root, "node_modules", ".bin")}${process.platform === "win32" ? ";" : ":"}${env.PATH ?? ""}`,
});

const playwrightChromium = () => {
  const caches = [
    process.env.PLAYWRIGHT_BROWSERS_PATH,
    join(homedir(), ".cache", "ms-playwright"),
    join(homedir(), "Library", "Caches", "ms-playwright"),
  ].filter(Boolean);
  for (const cache of caches) {
    if (!existsSync(cache)) continue;
    for (const folder of readdirSync(cache)
      .filter((name) => /^chromium-\d+$/.test(name))
      .sort()
      .reverse()) {
      for (const path of [
        "chrome-linux64/chrome",
        "chrome-linux/chrome",
        "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
      ]) {
        const program = join(cache, folder, path);
        if (existsSync(program)) return program;
      }
    }
  }
  return undefined;
};

/** Path of a Chromium, or undefined. `CHROMIUM_PATH` wins. */
export const findChromium = () => {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  const usual = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ];
  return usual.find((path) => existsSync(path)) ?? playwrightChromium();
};

const installChromium = () => {
  if (findChromium() !== undefined) return;
  say("fetching a Chromium for the browser tests (once)");
  const cli = join(root, "node_modules", "playwright", "cli.js");
  spawnSync(process.execPath, [cli, "install", "chromium"], { stdio: ["ignore", 2, 2] });
  if (findChromium() !== undefined) return;
  if (existsSync("/etc/debian_version") && process.getuid?.() === 0) {
    const quiet = {
      stdio: ["ignore", "ignore", 2],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    };
    spawnSync("apt-get", ["update", "-qq"], quiet);
    spawnSync("apt-get", ["install", "-y", "-qq", "chromium"], quiet);
  }
  if (findChromium() === undefined)
    fail("no Chromium found and none could be installed. Install one and set CHROMIUM_PATH to its program.");
};

/**
 * Call first in every command; returns under Node 24 with all packages present.
 * @param {{ tests: boolean }} needs `tests` also brings a Chromium.
 */
export const setUp = async ({ tests }) => {
  requireNode();
  installPackages();
  goOnUnderNode24();
  process.env.PATH = withOurBin().PATH;
  if (tests) {
    installChromium();
    process.env.CHROMIUM_PATH = findChromium();
  }
};
