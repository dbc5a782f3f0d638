/**
 * Who hears what: WAKE to everyone but the author, presence to everyone else, and the same from and to other relays
 * over one store. What one turn of the event loop stored is announced once.
 */
import { type Bytes, livePrincipal } from "@whisperwell/crypto";
import type { Listening, Wake, Word } from "../wake/index.ts";
import { encodeFrame } from "../wire/index.ts";
import type { Session } from "./session.ts";
import type { LiveVault, Vaults } from "./vaults.ts";

export interface News {
  /** The feed grew here; `author` is undefined when it has no session. */
  readonly announce: (vault: LiveVault, author: Session | undefined) => void;
  readonly presence: (vault: LiveVault, author: Session, frame: Bytes) => void;
  /** Sends away whoever is live no more, with the record that says so. */
  readonly dismiss: (vault: LiveVault) => Promise<void>;
  /** Reads what other relays added, and tells it on; true when there was anything. */
  readonly catchUp: (vault: LiveVault) => Promise<boolean>;
  /** Before a session of the vault reads its head: from then on other relays are heard. */
  readonly arrive: (vault: LiveVault) => Promise<void>;
  readonly enter: (vault: LiveVault, session: Session) => void;
  readonly leave: (vault: LiveVault, session: Session) => void;
}

export const createNews = (vaults: Vaults, wake: Wake, report: (error: unknown) => void): News => {
  const authors = new Map<LiveVault, Set<Session | undefined>>();
  const listening = new Map<LiveVault, Listening>();

  const wakeAll = (vault: LiveVault, but: ReadonlySet<Session | undefined>): void => {
    const frame = encodeFrame({ type: "wake", head: vault.head });
    for (const session of vault.sessions) if (but.size > 1 || !but.has(session)) session.sendLossy(frame);
  };
  const flush = (): void => {
    const turns = [...authors];
    authors.clear();
    for (const [vault, by] of turns) {
      wake.tell(vault.vaultId, { kind: "wake", head: vault.head });
      if (vault.sessions.size > 1 || by.has(undefined)) wakeAll(vault, by);
    }
  };
  const dismiss = async (vault: LiveVault): Promise<void> => {
    for (const session of vault.sessions) {
      const id = session.principalId();
      if (id === undefined || livePrincipal(vault.membership, id) !== undefined) continue;
      const proof = await vaults.revocation(vault, id);
      session.goaway("revoked", proof ? { proof } : {});
    }
  };
  const catchUp = async (vault: LiveVault): Promise<boolean> => {
    const changed = await vaults.refresh(vault);
    if (changed === "gone") {
      for (const session of vault.sessions) session.goaway("closed");
      vaults.forget(vault.vaultId);
    } else if (changed) {
      wakeAll(vault, new Set());
      await dismiss(vault);
    }
    return changed === true;
  };
  const hear =
    (vault: LiveVault) =>
    (word: Word): void => {
      if (word.kind === "eph") for (const session of vault.sessions) session.sendLossy(word.frame);
      else catchUp(vault).catch(report);
    };

  const arrive = (vault: LiveVault): Promise<void> => {
    const heard = listening.get(vault) ?? wake.listen(vault.vaultId, hear(vault));
    listening.set(vault, heard);
    return heard.begun;
  };

  return {
    announce: (vault, author) => {
      if (authors.size === 0) setImmediate(flush);
      authors.set(vault, (authors.get(vault) ?? new Set()).add(author));
    },
    presence: (vault, author, frame) => {
      for (const other of vault.sessions) if (other !== author) other.sendLossy(frame);
      wake.tell(vault.vaultId, { kind: "eph", frame });
    },
    dismiss,
    catchUp,
    arrive,
    enter: (vault, session) => {
      vault.sessions.add(session);
      void arrive(vault); // again, if the last other session left meanwhile
    },
    leave: (vault, session) => {
      vault.sessions.delete(session);
      if (vault.sessions.size > 0) return;
      listening.get(vault)?.stop();
      listening.delete(vault);
    },
  };
};
