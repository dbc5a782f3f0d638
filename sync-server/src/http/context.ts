/** What the routes share. */
import type { RelayConfig } from "../config.ts";
import type { createBuckets, Relay } from "../relay/index.ts";
import type { Tokens } from "./tokens.ts";

export interface HttpContext {
  readonly config: RelayConfig;
  readonly relay: Relay;
  readonly tokens: Tokens;
  readonly origin: () => string;
  /** Says which data this is, to a second start on the same folder. */
  readonly instance: string;
  readonly rates: Readonly<
    Record<
      "connect" | "vaults" | "pair" | "auth" | "blobs" | "sync" | "account",
      ReturnType<typeof createBuckets>
    >
  >;
  readonly isDraining: () => boolean;
}
