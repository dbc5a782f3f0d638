import { en as shell } from "../../app/src/shell/en.ts";
import { expect, test } from "../harness/journey.ts";
import {
  body,
  expectText,
  link,
  saved,
  startJournal,
  title,
  unlockWithPassphrase,
} from "../harness/person.ts";

test("letters typed before the caret stands are in the text: after Write, after Write again, and after unlocking", async ({
  relay,
  open,
}) => {
  const { page } = await open();
  await startJournal(page, relay.url);
  await page.keyboard.type("The first page");
  await saved(page);
  // A slow phone: a second passes between the press and the caret. `n` and `g s` would lead elsewhere as shortcuts.
  const slow = await page.context().newCDPSession(page);
  await slow.send("Emulation.setCPUThrottlingRate", { rate: 6 });
  const write = link(page, shell.nav.write);
  await write.click();
  await page.keyboard.type("now it begins");
  await page.keyboard.press("Enter");
  await page.keyboard.type("going straight on");
  await expectText(page, "now it beginsgoing straight on");
  await saved(page);
  await title(page).fill("Titled");
  await title(page).press("Enter");
  await page.keyboard.type("First, ");
  await expectText(page, "First, now it beginsgoing straight on");
  await expect(title(page)).toHaveValue("Titled");

  await write.click();
  await page.keyboard.press("Escape");
  await write.click();
  await page.keyboard.type("nothing gets lost");
  await expectText(page, "nothing gets lost");
  await saved(page);
  await slow.send("Emulation.setCPUThrottlingRate", { rate: 1 });

  await page.keyboard.press("Control+Shift+L");
  await expect(page.getByRole("heading", { name: shell.lock.title })).toBeVisible();
  await unlockWithPassphrase(page);
  await expect(body(page)).toBeFocused();
  await page.keyboard.type(", not even now");
  await expectText(page, "nothing gets lost, not even now");
});
