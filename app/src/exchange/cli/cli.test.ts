import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { fixture } from "../testing.ts";

const here = dirname(fileURLToPath(import.meta.url));
const run = (...args: string[]) =>
  spawnSync(process.execPath, [join(here, "main.ts"), ...args], {
    encoding: "utf8",
    env: { ...process.env, TZ: "UTC", INIT_CWD: here },
  });

describe("npm run import", () => {
  it("prints one JSON object and nothing else", () => {
    const { stdout, status } = run("--dry-run", fixture("dayone"), "--json");
    const report = JSON.parse(stdout);
    expect(status).toBe(0);
    expect(Object.keys(report)).toEqual(["format", "entries", "refused"]);
    expect(report.entries[0]).toEqual({
      day: "2024-01-01",
      zone: "Asia/Tokyo",
      time: "08:30",
      title: "New Year",
      tags: ["family"],
      journal: "Family",
      markdown: "Bells at midnight.\n\n![](media/f829b914fc47cfc9c0747c119c27cf1b.png)\n",
      media: [{ name: "f829b914fc47cfc9c0747c119c27cf1b.png", bytes: 70, type: "image/png" }],
    });
    expect(Object.keys(report.refused[0])).toEqual(["item", "reason"]);
  });

  it("takes a path relative to where it was called, and says things in words", () => {
    const { stdout, status } = run("--dry-run", "../../../../fixtures/dayone/Family.json");
    expect(status).toBe(0);
    expect(stdout).toContain("Would take 3 entries.");
  });

  it("without --dry-run says that importing happens in the app", () => {
    const { stdout, stderr, status } = run(fixture("dayone"));
    expect([stdout, status]).toEqual(["", 2]);
    expect(stderr).toContain("Importing happens in the app");
  });

  it.each([
    [["--dry-run"], 2],
    [["--dry-run", "/nowhere/at/all"], 1],
    [["--dry-run", "--nonsense", "x"], 2],
    [["--dry-run", join(here, "main.ts")], 1],
  ])("ends %j with status %d and a sentence", (args, expected) => {
    const { stdout, stderr, status } = run(...args);
    expect([stdout, status]).toEqual(["", expected]);
    expect(stderr).toMatch(/\w+ \w+/);
    expect(stderr).not.toContain("    at ");
  });
});
