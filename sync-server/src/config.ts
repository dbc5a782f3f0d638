/** Configuration: environment only, read once. A wrong value is one sentence that names the variable. */
import { err, ok, type Result } from "@whisperwell/crypto";
import { defaultLimits, type RelayLimits } from "./relay/index.ts";

export type Registration = "open" | "invite" | "closed";
export type LogLevel = "fatal" | "error" | "warn" | "info" | "debug" | "trace" | "silent";

export interface RelayConfig {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** undefined: made from the port that was listened on. */
  readonly publicOrigin: string | undefined;
  readonly dataDir: string;
  /** Instead of the embedded store: data that several relays share. */
  readonly mongoUrl: string | undefined;
  /** How relays on one store tell each other at once; they also find out by themselves, in seconds. */
  readonly redisUrl: string | undefined;
  readonly registration: Registration;
  readonly inviteCodes: readonly string[];
  readonly tls: { readonly certPath: string; readonly keyPath: string } | undefined;
  readonly logLevel: LogLevel;
  /** Origins beside our own that the served app may talk to. */
  readonly connectOrigins: readonly string[];
  /** Folder of the built app; undefined serves the relay alone. */
  readonly appDir: string | undefined;
  readonly metrics: "loopback" | "open" | "off";
  /** Vaults one address may make in an hour. */
  readonly vaultsPerHour: number;
  readonly limits: RelayLimits;
}

type Environment = Readonly<Record<string, string | undefined>>;
const logLevels: readonly LogLevel[] = ["fatal", "error", "warn", "info", "debug", "trace", "silent"];
const loopback: readonly string[] = ["127.0.0.1", "::1", "localhost"];
export const isLoopbackHost = (host: string): boolean => loopback.includes(host);

const isOrigin = (text: string): boolean => {
  const url = URL.parse(text);
  return url !== null && url.origin === text && /^(https?|wss?):$/.test(url.protocol);
};

const createReader = (env: Environment) => {
  const errors: string[] = [];
  const textOf = (name: string): string | undefined => env[name]?.trim() || undefined;
  const wrong = <T>(name: string, wanted: string, fallback: T): T => {
    errors.push(`${name} must be ${wanted}, but is "${textOf(name)}".`);
    return fallback;
  };
  const choice = <T extends string>(name: string, among: readonly T[], fallback: T): T => {
    const text = textOf(name);
    if (text === undefined) return fallback;
    return among.find((one) => one === text) ?? wrong(name, `one of ${among.join(", ")}`, fallback);
  };
  const integer = (name: string, fallback: number, least: number, most: number): number => {
    const text = textOf(name);
    if (text === undefined) return fallback;
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most
      ? value
      : wrong(name, `a whole number from ${least} to ${most}`, fallback);
  };
  const names = (name: string): readonly string[] =>
    (textOf(name) ?? "").split(/[\s,]+/).filter((part) => part !== "");
  return { errors, textOf, wrong, choice, integer, names };
};
type Reader = ReturnType<typeof createReader>;

const readTls = ({ textOf, errors }: Reader): RelayConfig["tls"] => {
  const [certPath, keyPath] = [textOf("TLS_CERT"), textOf("TLS_KEY")];
  if ((certPath === undefined) !== (keyPath === undefined))
    errors.push(`TLS_CERT and TLS_KEY go together, but only ${certPath ? "TLS_CERT" : "TLS_KEY"} is set.`);
  return certPath && keyPath ? { certPath, keyPath } : undefined;
};

/** Its value may hold a password, so a wrong one is not repeated. */
const readUrl = (
  { textOf, errors }: Reader,
  name: string,
  protocol: RegExp,
  example: string,
): string | undefined => {
  const text = textOf(name);
  const isUrl = text === undefined || protocol.test(URL.parse(text)?.protocol ?? "");
  if (!isUrl) errors.push(`${name} must be an address that begins with ${example}.`);
  return text;
};

const readRegistration = (reader: Reader, host: string): Registration => {
  const { textOf, choice, errors } = reader;
  if (textOf("REGISTRATION") === undefined && !isLoopbackHost(host))
    errors.push(
      `REGISTRATION must be set (open, invite or closed) when HOST is not loopback: HOST is "${host}".`,
    );
  const registration = choice("REGISTRATION", ["open", "invite", "closed"], "open");
  if (registration === "invite" && reader.names("INVITE_CODES").length === 0)
    errors.push("INVITE_CODES must hold at least one code when REGISTRATION is invite.");
  return registration;
};

const readLimits = ({ integer }: Reader): RelayLimits => ({
  ...defaultLimits,
  quota: {
    bytes: integer("QUOTA_MB", defaultLimits.quota.bytes / 2 ** 20, 1, 2 ** 30) * 2 ** 20,
    items: integer("QUOTA_ENVELOPES", defaultLimits.quota.items, 100, 2 ** 31),
  },
  appends: {
    perSecond: integer("RATE_APPENDS", defaultLimits.appends.perSecond, 1, 1e6),
    burst: integer("RATE_APPENDS", defaultLimits.appends.perSecond, 1, 1e6) * 8,
  },
});

/** `defaults` come from who starts the relay: where the built app lies, if it does. */
export const parseConfig = (
  env: Environment,
  defaults: { readonly appDir: string | undefined },
): Result<RelayConfig, readonly string[]> => {
  const reader = createReader(env);
  const { textOf, wrong, choice, integer, names, errors } = reader;
  const host = textOf("HOST") ?? "127.0.0.1";
  const publicOrigin = textOf("PUBLIC_ORIGIN");
  if (publicOrigin !== undefined && !(isOrigin(publicOrigin) && publicOrigin.startsWith("http")))
    wrong("PUBLIC_ORIGIN", "an origin like https://journal.example.org, without a path", undefined);
  const connectOrigins = names("CONNECT_ORIGINS");
  if (!connectOrigins.every(isOrigin))
    wrong("CONNECT_ORIGINS", "a list of origins like https://relay.example.org, without paths", undefined);
  const config: RelayConfig = {
    host,
    port: integer("PORT", 8787, 0, 65535),
    publicOrigin,
    dataDir: textOf("DATA_DIR") ?? "./data",
    mongoUrl: readUrl(reader, "MONGO_URL", /^mongodb(\+srv)?:$/, "mongodb://"),
    redisUrl: readUrl(reader, "REDIS_URL", /^rediss?:$/, "redis://"),
    registration: readRegistration(reader, host),
    inviteCodes: names("INVITE_CODES"),
    tls: readTls(reader),
    logLevel: choice("LOG_LEVEL", logLevels, "info"),
    connectOrigins,
    appDir: textOf("APP_DIR") ?? defaults.appDir,
    metrics: choice("METRICS", ["loopback", "open", "off"], "loopback"),
    vaultsPerHour: integer("RATE_VAULTS", 200, 1, 1e6),
    limits: readLimits(reader),
  };
  return errors.length > 0 ? err(errors) : ok(config);
};
