#!/usr/bin/env node
/**
 * whisperwell-verify FILE: checks a backup from end to end. The 24 words or the passphrase come on standard input,
 * never as an argument, where other programs could read them.
 */
import { createReadStream, existsSync } from "node:fs";
import { text } from "node:stream/consumers";
import { type BackupWay, readBackup, wayOfPassphrase, wayOfPhrase } from "../backup/index.ts";
import { stretchPassphrase } from "../passphrase.ts";
import { parseRecoveryPhrase } from "../recovery-phrase.ts";
import { ready } from "../sodium.ts";
import { complaintOf, reportOf } from "./report.ts";

const wayOfTyped = (typed: string): BackupWay => {
  const entropy = parseRecoveryPhrase(typed);
  if (entropy.ok) return wayOfPhrase(entropy.value);
  return wayOfPassphrase(async (kdf) => {
    const keys = stretchPassphrase(typed.replace(/\r?\n$/, ""), kdf);
    return keys.ok ? keys.value.kek : undefined;
  });
};

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error("Usage: whisperwell-verify FILE   (then your 24 words or your passphrase, and Ctrl-D)");
  process.exitCode = 2;
} else if (!existsSync(file)) {
  console.error("There is no such file.");
  process.exitCode = 2;
} else {
  await ready;
  const answer = await readBackup(createReadStream(file), wayOfTyped(await text(process.stdin)));
  if (answer.ok) console.log(reportOf(answer.value));
  else console.error(complaintOf(answer.error));
  process.exitCode = answer.ok ? 0 : 1;
}
