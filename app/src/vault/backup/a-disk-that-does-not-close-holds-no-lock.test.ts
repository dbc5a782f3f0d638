import { expect, test } from "vitest";
import { createTestBrowser, must, now, turn } from "../testing/browser.ts";

const options = { passphrase: "correct horse battery staple", deviceName: "Phone", journalName: "Journal" };

test("a journal locks although the disk of its backup never finishes closing the file", async () => {
  const browser = await createTestBrowser(171);
  const tab = await browser.tab();
  must(await tab.create(options));
  let isClosing = () => {};
  const closing = new Promise<void>((resolve) => {
    isClosing = resolve;
  });
  const sink = new WritableStream<Uint8Array>({
    close: () => {
      isClosing();
      return new Promise(() => undefined);
    },
  });
  const saved = tab.saveBackup(sink);
  await closing;
  await turn();
  must(await tab.lock());
  expect(now(tab.state$).phase).toBe("locked");
  expect(await saved).toEqual({ ok: false, error: { code: "cancelled" } });
});
