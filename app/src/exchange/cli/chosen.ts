/** What a path on disk holds, as the importer takes it. Links are named, never followed. */
import { lstat, openAsBlob, readdir, stat } from "node:fs";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import type { ChosenFile } from "../archive/archive.ts";

const [linkStat, fileStat, list] = [promisify(lstat), promisify(stat), promisify(readdir)];

const folderFiles = async (root: string, inside: string, beside: boolean): Promise<ChosenFile[]> => {
  const files: ChosenFile[] = [];
  for (const name of (await list(join(root, inside))).sort()) {
    const path = inside === "" ? name : `${inside}/${name}`;
    const at = join(root, path);
    const stats = await linkStat(at);
    if (stats.isDirectory()) files.push(...(await folderFiles(root, path, beside)));
    else if (stats.isSymbolicLink()) {
      files.push({ path, blob: new Blob([]), modified: stats.mtimeMs, link: true, beside });
    } else if (stats.isFile()) {
      files.push({ path, blob: await openAsBlob(at), modified: Math.trunc(stats.mtimeMs), beside });
    }
  }
  return files;
};

/** The folders Day One puts beside a journal's JSON file. */
const besideFolders = ["photos", "audios", "videos", "pdfs"];

const besideFiles = async (path: string): Promise<ChosenFile[]> => {
  const root = dirname(path);
  const names = new Set(await list(root));
  const found: ChosenFile[] = [];
  for (const folder of besideFolders) {
    if (!names.has(folder) || !(await fileStat(join(root, folder))).isDirectory()) continue;
    found.push(...(await folderFiles(root, folder, true)));
  }
  return found;
};

/** A folder with everything in it; or one file and, for a JSON file, the media folders beside it. */
export const chosenFiles = async (path: string): Promise<readonly ChosenFile[]> => {
  const stats = await fileStat(path);
  if (stats.isDirectory()) return folderFiles(path, "", false);
  const file: ChosenFile = {
    path: basename(path),
    blob: await openAsBlob(path),
    modified: Math.trunc(stats.mtimeMs),
  };
  return /\.json$/i.test(path) ? [file, ...(await besideFiles(path))] : [file];
};
