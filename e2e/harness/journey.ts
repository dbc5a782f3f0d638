/** A journey: one relay, as many browsers as it takes, and nothing to complain about at the end. */
import { test as base, expect } from "@playwright/test";
import { type Browser, type BrowserOptions, openBrowser, removeProfile } from "./browser.ts";
import { type Relay, type RelayOptions, startRelay } from "./relay.ts";

export type OpenBrowser = (options?: BrowserOptions) => Promise<Browser>;

export interface JourneyFixtures {
  readonly relay: Relay;
  /** Opens a browser of its own; all are closed, and their profiles removed, when the journey ends. */
  readonly open: OpenBrowser;
}
export interface JourneyOptions {
  readonly relayOptions: RelayOptions;
}

export const test = base.extend<JourneyFixtures & JourneyOptions>({
  relayOptions: [{}, { option: true }],
  relay: async ({ relayOptions }, use) => {
    const relay = await startRelay(relayOptions);
    await use(relay);
    await relay.dispose();
  },
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads the names of what is asked for
  open: async ({}, use, info) => {
    const browsers: Browser[] = [];
    await use(async (options) => {
      const browser = await openBrowser(options);
      browsers.push(browser);
      return browser;
    });
    const problems = browsers.flatMap(({ recorder }) => recorder.problems());
    for (const { page, context } of browsers)
      if (info.status !== info.expectedStatus && context.pages().includes(page))
        await info.attach("page", { body: await page.screenshot(), contentType: "image/png" });
    for (const { close } of browsers) await close();
    for (const profile of new Set(browsers.map((browser) => browser.profile))) await removeProfile(profile);
    expect(problems, "errors on the console and refusals of the content security policy").toEqual([]);
  },
});
export { expect };
