import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { passphraseDictionaries } from "./scripts/passphrase-dictionaries.ts";
import { workerChunks } from "./scripts/worker-chunks.ts";

const folders = "{crypto,sync-server,app,scripts}";
const inBrowser = `${folders}/**/*.browser.test.ts`;
const chromium = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

/**
 * Unit, property, acceptance and relay suites run in Node; a component test asks for jsdom in its first line; what only a
 * browser can prove is named `*.browser.test.ts` and runs in Chromium.
 */
export default defineConfig({
  test: {
    maxWorkers: 2,
    testTimeout: 60_000,
    projects: [
      {
        plugins: [passphraseDictionaries(), workerChunks()],
        test: {
          name: "node",
          include: [`${folders}/**/*.test.{ts,tsx}`],
          exclude: [inBrowser, "**/node_modules/**"],
          environment: "node",
          env: { TZ: "UTC" },
          pool: "forks",
          testTimeout: 60_000,
        },
      },
      {
        plugins: [workerChunks()],
        test: {
          name: "chromium",
          include: [inBrowser],
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                executablePath: chromium,
                args: [
                  "--no-sandbox",
                  "--disable-background-networking",
                  "--disable-quic",
                  "--disable-component-update",
                  "--disable-sync",
                ],
              },
            }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
});
