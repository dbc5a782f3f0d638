import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import backup from "../../vectors/backup-v1.json" with { type: "json" };
import { fromHex } from "../bytes.ts";
import { recoveryWordsOf } from "../recovery-phrase.ts";

const main = new URL("./main.ts", import.meta.url).pathname;
const verify = (file: string, typed: string) =>
  new Promise<{ code: number; out: string }>((done) => {
    const child = execFile(process.execPath, [main, file], (error, stdout, stderr) =>
      done({ code: typeof error?.code === "number" ? error.code : 0, out: stdout + stderr }),
    );
    child.stdin?.end(typed);
  });

test("the verifier says that a whole file is whole, and names what is wrong with another", async () => {
  const folder = await mkdtemp(join(tmpdir(), "verify-"));
  try {
    const bytes = Buffer.from(backup.file, "base64");
    const [whole, cut] = [join(folder, "whole"), join(folder, "cut")];
    await writeFile(whole, bytes);
    await writeFile(cut, bytes.subarray(0, -1));
    const words = recoveryWordsOf(fromHex(backup.entropy)).join(" ");
    const good = await verify(whole, words);
    expect(good.out).toContain("This backup is whole.");
    expect(good).toMatchObject({ code: 0 });
    expect(good.out).toContain("6 of 2 writers");
    expect(await verify(cut, words)).toEqual({
      code: 1,
      out: "This file did not verify: truncated, section signature.\n",
    });
    const other = recoveryWordsOf(new Uint8Array(32)).join(" ");
    expect(await verify(whole, other)).toEqual({
      code: 1,
      out: "This file did not verify: way, reason wrong-key.\n",
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});
