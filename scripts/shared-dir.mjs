/** Where the sample data lies: WHISPERWELL_SHARED_DIR, else `shared/` beside the checkout. A test without it says what it skips. */
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const checkout = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * @param {string} what Path inside, such as `data/dayone`.
 * @returns {string | undefined} Its place, or undefined after saying on standard error that it is not there.
 */
export const sharedPath = (what) => {
  const candidates = process.env.WHISPERWELL_SHARED_DIR
    ? [resolve(process.env.WHISPERWELL_SHARED_DIR)]
    : [join(checkout, "shared"), join(dirname(checkout), "shared")];
  const found = candidates.map((folder) => join(folder, what)).find((path) => existsSync(path));
  if (found === undefined) process.stderr.write(`skipped: no ${what} in ${candidates.join(" or ")}\n`);
  return found;
};
