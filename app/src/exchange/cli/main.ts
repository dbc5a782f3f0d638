/**
 * `npm run import -- --dry-run PATH [--json]`: says what importing a file, zip or folder would take, and what not and why.
 * Exit status: 0 when the format was recognised, 1 when it was not or cannot be read, 2 for a wrong call.
 */
import { basename, resolve } from "node:path";
import { parseArgs } from "node:util";
import { openArchive } from "../archive/open.ts";
import { importEvents } from "../draft.ts";
import { recognise } from "../recognise.ts";
import { chosenFiles } from "./chosen.ts";
import { type DryRun, type ReportedEntry, reportedEntry, reportedRefusal, reportText } from "./report.ts";

const usage = "Usage: npm run import -- --dry-run PATH [--json]";

const fail = (message: string, status: number): never => {
  process.stderr.write(`${message}\n`);
  process.exit(status);
};

const readArguments = (): { readonly path: string; readonly json: boolean; readonly dryRun: boolean } => {
  try {
    const { values, positionals } = parseArgs({
      options: { "dry-run": { type: "boolean", default: false }, json: { type: "boolean", default: false } },
      allowPositionals: true,
    });
    const [path, ...more] = positionals;
    if (path === undefined || more.length > 0) return fail(usage, 2);
    return { path, json: values.json, dryRun: values["dry-run"] };
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)}\n${usage}`, 2);
  }
};

const dryRun = async (
  path: string,
): Promise<{ readonly report: DryRun; readonly undated: readonly string[] }> => {
  const files = await chosenFiles(path);
  const archive = await openArchive(basename(path), files);
  if (!archive.ok) {
    return fail(
      archive.error.code === "not-a-zip" ? `${path} is a damaged zip archive.` : `${path} holds no file.`,
      1,
    );
  }
  const format = await recognise(archive.value);
  if (!format.ok) {
    const hint = format.error.code === "unreadable-json" ? " Its JSON cannot be read." : "";
    return fail(
      `${path} is in no format we know: a Day One JSON export, Markdown notes, or our own export.${hint}`,
      1,
    );
  }
  const entries: ReportedEntry[] = [];
  const refused: DryRun["refused"][number][] = [];
  const undated: string[] = [];
  const deviceZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for await (const event of importEvents(format.value, archive.value, { deviceZone })) {
    if (event.kind === "refused") refused.push(reportedRefusal(event.refusal));
    else if (event.kind === "undated") undated.push(event.item);
    else entries.push(reportedEntry(event.document));
  }
  await archive.value.close();
  return { report: { format: format.value.id, entries, refused }, undated };
};

const { path, json, dryRun: dry } = readArguments();
if (!dry) {
  fail(
    "Importing happens in the app, where your journal is: open it and choose Settings, Bring a journal.\nHere, --dry-run shows what would be taken.",
    2,
  );
}
try {
  const { report, undated } = await dryRun(resolve(process.env.INIT_CWD ?? ".", path));
  process.stdout.write(json ? `${JSON.stringify(report, undefined, 2)}\n` : reportText(report, undated));
} catch (error) {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") fail(`${path} does not exist.`, 1);
  if (code === "EACCES") fail(`${path} may not be read.`, 1);
  throw error;
}
