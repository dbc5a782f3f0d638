/** A person's browser: Chromium with a profile on disk, so that it can be killed and opened again. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright";
import { type Recorder, record } from "./recorder.ts";

export const chromiumArgs = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-quic",
  "--disable-component-update",
  "--disable-sync",
];
export const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

export interface Browser {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly profile: string;
  /** What it asked of the network, and what it complained about. */
  readonly recorder: Recorder;
  /** Ends it as a person does. The profile stays. */
  readonly close: () => Promise<void>;
  /** Ends it as a crash does: the process is gone before it can write another byte. */
  readonly kill: () => Promise<void>;
}

export const sizes = { phone: { width: 360, height: 780 }, desktop: { width: 1440, height: 900 } } as const;

export interface BrowserOptions {
  readonly size?: keyof typeof sizes;
  readonly dark?: boolean;
  /** Lets the browser offer to install the app. */
  readonly installable?: boolean;
  /** A person who says yes to every file picker; files lie in the page's own private folder. */
  readonly picker?: boolean;
  /** Goes on with this profile instead of a new one. */
  readonly profile?: string;
}

/** The browser's own process: the one that was given this profile and is no helper of another. */
const mainProcess = async (profile: string): Promise<number> => {
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    // A process may end while the list is read; then it is not the one.
    const command = await readFile(`/proc/${name}/cmdline`, "utf8").catch(() => "");
    const parts = command.split("\0");
    if (parts.includes(`--user-data-dir=${profile}`) && !parts.some((part) => part.startsWith("--type=")))
      return Number(name);
  }
  throw new Error(`no browser runs on ${profile}`);
};

export const newProfile = (): Promise<string> => mkdtemp(join(tmpdir(), "whisperwell-profile-"));
export const removeProfile = (profile: string): Promise<void> =>
  rm(profile, { recursive: true, force: true, maxRetries: 5 });

export const openBrowser = async ({
  size = "desktop",
  dark = false,
  installable = false,
  picker = false,
  profile,
}: BrowserOptions = {}): Promise<Browser> => {
  const folder = profile ?? (await newProfile());
  const context = await chromium.launchPersistentContext(folder, {
    executablePath,
    args: chromiumArgs,
    viewport: sizes[size],
    hasTouch: size === "phone",
    isMobile: size === "phone",
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
    locale: "en-GB",
    timezoneId: "Europe/Oslo",
    acceptDownloads: true,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  // A native file picker cannot be pressed by a test; without it the app hands files over as downloads, as in Firefox.
  if (picker)
    await context.addInitScript(() => {
      const pick = async ({ suggestedName = "file" }: { readonly suggestedName?: string }) =>
        (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true });
      Object.assign(globalThis, { showSaveFilePicker: pick });
    });
  else await context.addInitScript(() => Reflect.deleteProperty(globalThis, "showSaveFilePicker"));
  // The browser's offer to install comes when it likes, and with it a sheet over the page.
  if (!installable)
    await context.addInitScript(() =>
      addEventListener("beforeinstallprompt", (event) => event.stopImmediatePropagation()),
    );
  const recorder = record(context);
  const page = context.pages()[0] ?? (await context.newPage());
  const gone = new Promise<void>((resolve) => context.once("close", () => resolve()));
  return {
    context,
    page,
    profile: folder,
    recorder,
    close: async () => {
      await context.close();
    },
    kill: async () => {
      process.kill(await mainProcess(folder), "SIGKILL");
      await gone;
    },
  };
};
