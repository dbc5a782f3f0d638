/**
 * Run once, with no relay on the data, after an older copy was put back: node sync-server/src/restore/main.ts
 * The store gets a new feedEpoch, so devices compare what they have with what is here, bring back what is missing, and
 * tell their people; without it they would call the older copy a rollback.
 */
import { ready, systemRandom } from "@whisperwell/crypto";
import { parseConfig } from "../config.ts";
import { openStore } from "../open.ts";
import { systemClock } from "../relay/index.ts";

const end = (message: string): never => {
  console.error(message);
  process.exit(1);
};

await ready;
const parsed = parseConfig(process.env, { appDir: undefined });
const config = parsed.ok ? parsed.value : end(parsed.error.join("\n"));
const opened = await openStore(config, { random: systemRandom, clock: systemClock, feedEpochIs: "new" });
if (!opened.ok) end(opened.error.message);
else {
  await opened.value[Symbol.asyncDispose]();
  console.log("Restored: devices will bring back what this copy lacks.");
}
