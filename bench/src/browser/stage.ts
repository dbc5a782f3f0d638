/** Where figures of the browser play: the built app, a relay in a process of its own, the bench page on the same origin. */

import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type Browser,
  type BrowserOptions,
  openBrowser,
  removeProfile,
} from "../../../e2e/harness/browser.ts";
import { startRelay } from "../../../e2e/harness/relay.ts";
import { freePort } from "./free-port.ts";
import { type Front, openFront, pagePath } from "./front.ts";
import { buildPage } from "./page-build.ts";

export interface Stage {
  /** The app. */
  readonly url: string;
  /** The bench page, on the app's origin. */
  readonly pageUrl: string;
  readonly front: Front;
  /** The built app as it is served. */
  readonly appDir: string;
  /** A browser of its own; closed with the stage, its profile removed. */
  readonly open: (options?: BrowserOptions) => Promise<Browser>;
}

const dist = fileURLToPath(new URL("../../../app/dist", import.meta.url));
const buildScript = new URL("../../../scripts/build.mjs", import.meta.url).href;

/** What was built stands still for the whole run, whatever is built beside it. */
let built: Promise<{ readonly appDir: string; readonly pageDir: string }> | undefined;
const buildOnce = () => {
  built ??= (async () => {
    const script = (await import(buildScript)) as { readonly build: () => Promise<void> };
    await script.build();
    const appDir = await mkdtemp(join(tmpdir(), "whisperwell-bench-app-"));
    await cp(dist, appDir, { recursive: true });
    return { appDir, pageDir: await buildPage() };
  })();
  return built;
};
export const removeBuilt = async (): Promise<void> => {
  if (built === undefined) return;
  const { appDir, pageDir } = await built;
  for (const folder of [appDir, pageDir]) await rm(folder, { recursive: true, force: true });
};

export const onStage = async <T>(play: (stage: Stage) => Promise<T>): Promise<T> => {
  const { appDir, pageDir } = await buildOnce();
  const relayPort = await freePort();
  const front = await openFront(relayPort, pageDir);
  const env = { PORT: String(relayPort), PUBLIC_ORIGIN: front.url, APP_DIR: appDir, LOG_LEVEL: "error" };
  const relay = await startRelay({ env });
  const browsers: Browser[] = [];
  try {
    return await play({
      url: front.url,
      pageUrl: front.url + pagePath,
      front,
      appDir,
      open: async (options) => {
        const browser = await openBrowser(options);
        browsers.push(browser);
        return browser;
      },
    });
  } finally {
    for (const { close } of browsers) await close();
    for (const profile of new Set(browsers.map((browser) => browser.profile))) await removeProfile(profile);
    await relay.dispose();
    await front.close();
  }
};
