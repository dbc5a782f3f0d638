import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { en as shell } from "../../app/src/shell/en.ts";
import { axeFindings, overhang } from "../harness/accessible.ts";
import { expect, test } from "../harness/journey.ts";
import {
  button,
  link,
  list,
  row,
  saved,
  startJournal,
  toJournal,
  turnOnSync,
  write,
} from "../harness/person.ts";

const onRelay = /^Everything is on your relay/u;

for (const look of [
  { size: "desktop", dark: false },
  { size: "desktop", dark: true },
] as const)
  test(`a relay that shows an older journal is named in three parts until it was read, ${look.dark ? "dark" : "light"}`, async ({
    relay,
    open,
  }) => {
    const { page, recorder } = await open(look);
    recorder.expectRelayAway();
    await startJournal(page, relay.url);
    await page.keyboard.type("Known to the older store.");
    await saved(page);
    await turnOnSync(page);
    await expect(page.getByText(onRelay).first()).toBeVisible();

    const older = await mkdtemp(join(tmpdir(), "whisperwell-older-"));
    await relay.kill("SIGTERM");
    await cp(relay.dataDir, older, { recursive: true });
    await relay.restart();
    await write(page, "Known to the newer store.");
    await toJournal(page);
    await expect(page.getByText(onRelay).first()).toBeVisible({ timeout: 45_000 });
    await relay.kill("SIGKILL");
    for (const name of await readdir(relay.dataDir)) await rm(join(relay.dataDir, name), { recursive: true });
    await cp(older, relay.dataDir, { recursive: true });
    await rm(older, { recursive: true });
    await relay.restart();

    const notice = page.getByRole("alert").filter({ has: link(page, shell.alarm.more) });
    await expect(notice).toBeVisible({ timeout: 45_000 });
    await link(notice, shell.alarm.more).click();
    for (const part of [shell.alarm.happened, shell.alarm.safe, shell.alarm.todo])
      await expect(page.getByText(part, { exact: true })).toBeVisible();
    expect(await axeFindings(page, "alarm")).toEqual([]);
    await page.setViewportSize({ width: 360, height: 780 });
    expect(await axeFindings(page, "alarm on a phone")).toEqual([]);
    expect(await overhang(page)).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1440, height: 900 });
    await button(page, shell.alarm.read).click();
    await expect(list(page)).toBeVisible();
    await expect(notice).toHaveCount(0);
    await expect(row(page, "Known to the newer store.")).toBeVisible();
  });
