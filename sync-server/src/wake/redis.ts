/**
 * Relays over one store, joined by Redis (REDIS_URL). When it is gone each relay counts for itself and words are lost;
 * nothing waits for it: a command that has no answer within a second is done without.
 */
import type { Bytes, Random, VaultId } from "@whisperwell/crypto";
import { Redis } from "ioredis";
import type { Clock } from "../relay/clock.ts";
import { createWakeAlone } from "./alone.ts";
import type { Wake, Word } from "./port.ts";
import { createWords } from "./words.ts";

export interface RedisWakeDeps {
  readonly url: string;
  readonly clock: Pick<Clock, "now">;
  readonly random: Random;
  /** Told when the server goes and when it is back. */
  readonly watch: (state: "there" | "gone") => void;
}

const channelOf = (vaultId: VaultId): string => `ww:vault:${vaultId}`;
const options = {
  lazyConnect: true,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  commandTimeout: 1000,
  connectTimeout: 3000,
  retryStrategy: (times: number) => Math.min(100 * 2 ** Math.min(times, 6), 5000),
} as const;

/** A bucket as a Redis list of two fields would race; this script is one step. Times in ms of the asking relay. */
const takeScript = `
local tokens, at = unpack(redis.call("HMGET", KEYS[1], "tokens", "at"))
local perMs, burst, now = tonumber(ARGV[1]) / 1000, tonumber(ARGV[2]), tonumber(ARGV[3])
tokens = math.min(burst, (tonumber(tokens) or burst) + math.max(0, now - (tonumber(at) or now)) * perMs)
local wait = 0
if tokens >= 1 then tokens = tokens - 1 else wait = math.ceil((1 - tokens) / perMs) end
redis.call("HSET", KEYS[1], "tokens", tostring(tokens), "at", tostring(now))
redis.call("PEXPIRE", KEYS[1], math.ceil(burst / perMs) + 1000)
return wait`;

export const createRedisWake = ({ url, clock, random, watch }: RedisWakeDeps): Wake => {
  const alone = createWakeAlone(clock);
  const words = createWords(random);
  const teller = new Redis(url, options);
  const hearer = new Redis(url, { ...options, autoResubscribe: false });
  const hearing = new Map<string, Set<(word: Word) => void>>();
  let state: "there" | "gone" = "gone";
  /** There for us when we can tell and hear: a word told before the hearer listens is lost. */
  const judge = (): void => {
    const next = teller.status === "ready" && hearer.status === "ready" ? "there" : "gone";
    if (next === state) return;
    state = next;
    watch(next);
  };
  teller.on("ready", judge);
  teller.on("close", judge);
  hearer.on("close", judge);
  // Every failure shows in `close` too; an error without a listener would end the process.
  for (const client of [teller, hearer]) {
    client.on("error", () => undefined);
    client.connect().catch(() => undefined);
  }
  const subscribe = async (channels: readonly string[]): Promise<void> => {
    // Without an answer the next connection subscribes to all that is listened to.
    if (hearer.status === "ready" && channels.length > 0)
      await hearer.subscribe(...channels).catch(() => undefined);
  };
  hearer.on("ready", () => void subscribe([...hearing.keys()]).then(judge));
  hearer.on("messageBuffer", (channel: Buffer, message: Buffer) => {
    const word = words.decode(message);
    if (word !== undefined) for (const hear of hearing.get(channel.toString()) ?? []) hear(word);
  });

  /** What Redis says, or, without an answer of it, what we know alone. */
  const orAlone = async <T>(ask: () => Promise<T>, otherwise: () => Promise<T>): Promise<T> =>
    teller.status === "ready" ? ask().catch(otherwise) : otherwise();

  return {
    tell: (vaultId, word) => {
      if (teller.status !== "ready") return;
      // A lost word is one the heartbeat makes up for.
      teller.publish(channelOf(vaultId), Buffer.from(words.encode(word) as Bytes)).catch(() => undefined);
    },
    listen: (vaultId, hear) => {
      const channel = channelOf(vaultId);
      const all = hearing.get(channel) ?? new Set();
      hearing.set(channel, all.add(hear));
      const stop = (): void => {
        all.delete(hear);
        if (all.size > 0 || hearing.get(channel) !== all) return;
        hearing.delete(channel);
        if (hearer.status === "ready") hearer.unsubscribe(channel).catch(() => undefined);
      };
      return { begun: all.size === 1 ? subscribe([channel]) : Promise.resolve(), stop };
    },
    spend: async (name, lives) => {
      // Ours first: a nonce spent here stays spent when Redis is emptied.
      if (!(await alone.spend(name, lives))) return false;
      return orAlone(
        async () => (await teller.set(`ww:spent:${name}`, 1, "PX", lives, "NX")) === "OK",
        async () => true,
      );
    },
    take: (name, rate) =>
      orAlone(
        async () =>
          Number(
            await teller.eval(takeScript, 1, `ww:rate:${name}`, rate.perSecond, rate.burst, clock.now()),
          ),
        () => alone.take(name, rate),
      ),
    [Symbol.asyncDispose]: async () => {
      teller.disconnect();
      hearer.disconnect();
    },
  };
};
