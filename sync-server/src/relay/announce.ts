/** WAKE to everyone but the author; what one turn of the event loop stored is announced once. */
import { encodeFrame } from "../wire/index.ts";
import type { Session } from "./session.ts";
import type { LiveVault } from "./vaults.ts";

export const createAnnouncer = (): ((vault: LiveVault, author: Session | undefined) => void) => {
  const authors = new Map<LiveVault, Set<Session | undefined>>();
  const flush = (): void => {
    const turns = [...authors];
    authors.clear();
    for (const [vault, by] of turns) {
      if (vault.sessions.size < 2) continue;
      const wake = encodeFrame({ type: "wake", head: vault.head });
      for (const session of vault.sessions) if (by.size > 1 || !by.has(session)) session.sendLossy(wake);
    }
  };
  return (vault, author) => {
    if (authors.size === 0) setImmediate(flush);
    authors.set(vault, (authors.get(vault) ?? new Set()).add(author));
  };
};
