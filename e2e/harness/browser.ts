/** A person's browser: Chromium with a profile on disk, so that it can be killed and opened again. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright";

export const chromiumArgs = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-quic",
  "--disable-component-update",
  "--disable-sync",
];
export const executablePath = process.env.CHROMIUM_PATH;

export interface Browser {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly profile: string;
  readonly close: () => Promise<void>;
}

export const sizes = { phone: { width: 360, height: 780 }, desktop: { width: 1440, height: 900 } } as const;

export interface BrowserOptions {
  readonly size?: keyof typeof sizes;
  readonly dark?: boolean;
  /** Goes on with this profile instead of a new one; it is then the caller's to remove. */
  readonly profile?: string;
}

export const openBrowser = async ({
  size = "desktop",
  dark = false,
  profile,
}: BrowserOptions = {}): Promise<Browser> => {
  const folder = profile ?? (await mkdtemp(join(tmpdir(), "whisperwell-profile-")));
  const context = await chromium.launchPersistentContext(folder, {
    ...(executablePath ? { executablePath } : {}),
    args: chromiumArgs,
    viewport: sizes[size],
    hasTouch: size === "phone",
    isMobile: size === "phone",
    colorScheme: dark ? "dark" : "light",
    locale: "en-GB",
    timezoneId: "Europe/Oslo",
    acceptDownloads: true,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  return {
    context,
    page,
    profile: folder,
    close: async () => {
      await context.close();
      if (profile === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
};
