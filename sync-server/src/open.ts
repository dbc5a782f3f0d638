/** What the configuration names: the store, and how relays on it hear of each other. Drivers load only when named. */
import { err, ok, type Random, type Result } from "@whisperwell/crypto";
import type { RelayConfig } from "./config.ts";
import type { Clock } from "./relay/index.ts";
import { openSqliteRelayStore, type RelayStore } from "./store/index.ts";
import { createWakeAlone, type Wake } from "./wake/index.ts";

export interface OpenOptions {
  readonly random: Random;
  readonly clock: Clock;
  readonly feedEpochIs?: "kept" | "new";
}
export interface OpenError {
  readonly code: "data" | "data-in-use";
  readonly message: string;
}

export const openStore = async (
  { dataDir, mongoUrl }: RelayConfig,
  { random, clock, feedEpochIs = "kept" }: OpenOptions,
): Promise<Result<RelayStore, OpenError>> => {
  if (mongoUrl !== undefined) {
    const { openMongoRelayStore } = await import("./store/mongo/index.ts");
    const opened = await openMongoRelayStore({ url: mongoUrl, random, feedEpochIs });
    return opened.ok ? opened : err({ code: "data", message: `${opened.error.message}.` });
  }
  const opened = openSqliteRelayStore({ directory: dataDir, random, now: clock.now, feedEpochIs });
  if (opened.ok) return ok(opened.value);
  const { code, message } = opened.error;
  return err({ code: code === "locked" ? "data-in-use" : "data", message });
};

export const openWake = async (
  { redisUrl }: RelayConfig,
  { random, clock }: OpenOptions,
  watch: (state: "there" | "gone") => void,
): Promise<Wake> => {
  if (redisUrl === undefined) return createWakeAlone(clock);
  const { createRedisWake } = await import("./wake/redis.ts");
  return createRedisWake({ url: redisUrl, clock, random, watch });
};
