import { defineConfig } from "@playwright/test";

/** Journeys drive the built app, each on a relay of its own; no retries: a flake is a bug with a seed. */
export default defineConfig({
  testDir: "journeys",
  testMatch: "**/*.e2e.ts",
  outputDir: "../test-results/journeys",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [["list"], ["json"]] : [["list"]],
  use: { locale: "en-GB", timezoneId: "Europe/Oslo" },
});
