/** Every wrong value is one sentence that names its variable; nothing wrong starts. */
import { describe, expect, test } from "vitest";
import { parseConfig } from "./config.ts";

const parse = (env: Record<string, string>) => parseConfig(env, { appDir: undefined });

describe("configuration", () => {
  test("nothing set is a relay for this machine alone", () => {
    const parsed = parse({});
    expect(parsed).toMatchObject({
      ok: true,
      value: { host: "127.0.0.1", port: 8787, dataDir: "./data", registration: "open", metrics: "loopback" },
    });
  });

  const wrong: readonly [string, Record<string, string>, string][] = [
    ["a port that is none", { PORT: "80a" }, "PORT"],
    ["a port too high", { PORT: "70000" }, "PORT"],
    ["an origin with a path", { PUBLIC_ORIGIN: "https://a.example/app" }, "PUBLIC_ORIGIN"],
    ["an origin of another scheme", { PUBLIC_ORIGIN: "ftp://a.example" }, "PUBLIC_ORIGIN"],
    ["a public host without registration", { HOST: "0.0.0.0" }, "REGISTRATION"],
    ["an unknown registration", { REGISTRATION: "maybe" }, "REGISTRATION"],
    ["invite without codes", { REGISTRATION: "invite" }, "INVITE_CODES"],
    ["half of TLS", { TLS_CERT: "/a" }, "TLS_KEY"],
    ["an unknown level", { LOG_LEVEL: "loud" }, "LOG_LEVEL"],
    [
      "a rule smuggled into the policy",
      { CONNECT_ORIGINS: "https://a.example;script-src *" },
      "CONNECT_ORIGINS",
    ],
    ["a store of another kind", { MONGO_URL: "postgres://user:word@a.example" }, "MONGO_URL"],
    ["no address at all", { REDIS_URL: "here" }, "REDIS_URL"],
    ["a quota of nothing", { QUOTA_MB: "0" }, "QUOTA_MB"],
  ];
  for (const [what, env, name] of wrong)
    test(`${what} is refused in one sentence`, () => {
      const parsed = parse(env);
      expect(parsed.ok).toBe(false);
      if (parsed.ok) return;
      expect(parsed.error).toHaveLength(1);
      expect(parsed.error[0]).toContain(name);
      expect(parsed.error[0]).toMatch(/\.$/);
    });
});
