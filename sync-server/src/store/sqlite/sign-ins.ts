/** Who may be found by a handle or by recovery words. */
import type { DatabaseSync } from "node:sqlite";
import type { Bytes, LookupId, PrincipalId, VaultId } from "@whisperwell/crypto";
import type { SignIn } from "../port.ts";
import { blobOf, type createFeed, hexOf } from "./feed.ts";

const columns = "vaults.v, handle, principal, login, slot FROM sign_ins JOIN vaults USING (vid)";

export const createSignIns = (database: DatabaseSync, feed: ReturnType<typeof createFeed>) => {
  const byHandle = database.prepare(`SELECT ${columns} WHERE handle = ?`);
  const byVault = database.prepare(`SELECT ${columns} WHERE vaults.v = ?`);
  const write = database.prepare(
    "INSERT OR REPLACE INTO sign_ins (vid, handle, principal, login, slot) VALUES (?, ?, ?, ?, ?)",
  );
  const remove = database.prepare("DELETE FROM sign_ins WHERE vid = ?");
  const byLookup = database.prepare("SELECT v FROM lookups JOIN vaults USING (vid) WHERE lookup = ?");

  const signIn = (by: { readonly handle: string } | { readonly vaultId: VaultId }): SignIn | undefined => {
    const row = "handle" in by ? byHandle.get(by.handle) : byVault.get(blobOf(by.vaultId));
    return (
      row && {
        handle: row.handle as string,
        vaultId: hexOf(row.v) as VaultId,
        principalId: hexOf(row.principal) as PrincipalId,
        loginKey: row.login as Bytes,
        slot: row.slot as Bytes,
      }
    );
  };
  return {
    signIn,
    setSignIn: (made: SignIn): "stored" | "taken" => {
      const holder = signIn({ handle: made.handle });
      const row = feed.vault(made.vaultId);
      if (row === undefined || (holder !== undefined && holder.vaultId !== made.vaultId)) return "taken";
      write.run(row.vid, made.handle, blobOf(made.principalId), made.loginKey, made.slot);
      return "stored";
    },
    removeSignIn: (vaultId: VaultId): void => {
      const row = feed.vault(vaultId);
      if (row) remove.run(row.vid);
    },
    vaultByLookup: (lookupId: LookupId): VaultId | undefined => {
      const row = byLookup.get(blobOf(lookupId));
      return row && (hexOf(row.v) as VaultId);
    },
  };
};
