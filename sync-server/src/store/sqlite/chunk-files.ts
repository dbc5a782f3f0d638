/** Attachment chunks as files: written beside, synced, renamed; a file without its row is only a leftover. */
import { access, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Bytes, type Hash, type Random, toHex, type VaultId } from "@whisperwell/crypto";

export interface ChunkFiles {
  /** Resolves when the file and its name are on disk. */
  readonly write: (vaultId: VaultId, chunk: Hash, bytes: Bytes) => Promise<void>;
  readonly read: (vaultId: VaultId, chunk: Hash) => Promise<Bytes | undefined>;
  readonly has: (vaultId: VaultId, chunk: Hash) => Promise<boolean>;
  readonly remove: (vaultId: VaultId, chunk: Hash) => Promise<void>;
  readonly removeVault: (vaultId: VaultId) => Promise<void>;
}
const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";

const syncPath = async (path: string): Promise<void> => {
  await using handle = await open(path, "r");
  await handle.sync();
};

export const createChunkFiles = (directory: string, random: Random): ChunkFiles => {
  const folderOf = (vaultId: VaultId, chunk: Hash): string => join(directory, vaultId, chunk.slice(0, 2));
  return {
    write: async (vaultId, chunk, bytes) => {
      const folder = folderOf(vaultId, chunk);
      const made = await mkdir(folder, { recursive: true, mode: 0o700 });
      // A new folder is on disk only when the one that names it is.
      if (made !== undefined)
        for (let named = folder; named.length >= made.length; named = dirname(named))
          await syncPath(dirname(named));
      const beside = join(folder, `${chunk}.${toHex(random.bytes(4))}.part`);
      {
        await using file = await open(beside, "wx", 0o600);
        await file.writeFile(bytes);
        await file.sync();
      }
      await rename(beside, join(folder, chunk));
      await syncPath(folder);
    },
    read: async (vaultId, chunk) => {
      try {
        return new Uint8Array(await readFile(join(folderOf(vaultId, chunk), chunk)));
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    remove: (vaultId, chunk) => rm(join(folderOf(vaultId, chunk), chunk), { force: true }),
    removeVault: (vaultId) => rm(join(directory, vaultId), { recursive: true, force: true }),
    has: async (vaultId, chunk) => {
      try {
        await access(join(folderOf(vaultId, chunk), chunk));
        return true;
      } catch (error) {
        if (isMissing(error)) return false;
        throw error;
      }
    },
  };
};
