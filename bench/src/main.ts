/** The figures of docs/benchmarks.md. Names or prefixes ending in a dot choose; nothing runs in `npm test`. */
import { parseArgs } from "node:util";
import { removeBuilt } from "./browser/stage.ts";
import { isWithin, type Measured, machine } from "./figure.ts";
import { figures } from "./figures/index.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "boolean" }, list: { type: "boolean" }, data: { type: "string" } },
});
const ci = process.env.CI !== undefined;
const isChosen = (name: string) =>
  positionals.length === 0 ||
  positionals.some((asked) => (asked.endsWith(".") ? name.startsWith(asked) : name === asked));
const chosen = figures.filter(({ name }) => isChosen(name));

const number = (value: number) =>
  value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 3 : value < 1000 ? 1 : 0 });
const rowOf = (figure: Measured, within: boolean): readonly string[] => [
  figure.name,
  `${number(figure.value)} ${figure.unit}`,
  figure.budget === undefined ? "" : `${figure.better === "lower" ? "≤" : "≥"} ${number(figure.budget)}`,
  figure.baseline === undefined ? "" : `${figure.baseline.name} ${number(figure.baseline.value)}`,
  figure.ratio === undefined
    ? ""
    : `${number(figure.ratio)}${figure.ratioBudget === undefined ? "" : ` (${figure.better === "lower" ? "≤" : "≥"} ${figure.ratioBudget})`}`,
  within ? "ok" : "OVER",
];
const print = (figure: Measured, within: boolean) => {
  if (values.json) process.stdout.write(`${JSON.stringify({ ...figure, ok: within })}\n`);
  else
    process.stdout.write(
      `${rowOf(figure, within)
        .map((cell, at) => cell.padEnd([28, 16, 12, 34, 16, 4][at] ?? 0))
        .join(" ")}\n`,
    );
};

if (values.list) for (const { name, what } of figures) process.stdout.write(`${name.padEnd(24)} ${what}\n`);
else if (chosen.length === 0) {
  process.stderr.write(`no figure is called ${positionals.join(", ")}; --list shows them\n`);
  process.exitCode = 2;
} else {
  if (!values.json) process.stdout.write(`${machine()}\n`);
  try {
    for (const figure of chosen) {
      const context = {
        data: values.data,
        say: (line: string) => process.stderr.write(`${figure.name}: ${line}\n`),
      };
      for (const measured of await figure.run(context)) {
        const within = isWithin(measured, ci);
        print(measured, within);
        if (!within) process.exitCode = 1;
      }
    }
  } finally {
    await removeBuilt();
  }
}
