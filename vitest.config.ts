import { defineConfig } from "vitest/config";

/** Unit, property, acceptance and relay suites run in Node; a component test asks for jsdom in its first line. */
export default defineConfig({
  test: {
    include: [
      "crypto/**/*.test.ts",
      "sync-server/**/*.test.ts",
      "app/**/*.test.{ts,tsx}",
      "scripts/**/*.test.ts",
    ],
    environment: "node",
    env: { TZ: "UTC" },
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
  },
});
