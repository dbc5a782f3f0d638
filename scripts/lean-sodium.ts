/**
 * Vite plugin: libsodium as it is shipped holds every function of the library, its WebAssembly in base64 inside a script:
 * 139 kB of the first visit. Here the functions nobody calls are left out and the rest becomes a file of its own, 58 kB.
 *
 * What is needed is read from the sources, not kept as a list: the names that crypto/src takes from `sodium`, the wrappers
 * of those names, and the exports that these wrappers call. The machine code that stays is the shipped one, byte for byte
 * per function: Binaryen only drops what no export reaches. Another shape of the package than the one this was written for
 * stops the build.
 */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const sources = fileURLToPath(new URL("../crypto/src", import.meta.url));
const wrappersFile = /libsodium-wrappers[^/]*\/dist\/[^/]+\/libsodium-wrappers\.mjs$/;
const libraryFile = /libsodium-sumo\/dist\/[^/]+\/libsodium-sumo\.mjs$/;

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}
type Parse = (code: string) => Node;

const promised: (condition: unknown, what: string) => asserts condition = (condition, what) => {
  if (!condition) throw new Error(`libsodium is not shaped as lean-sodium.ts expects: ${what}`);
};
const isNode = (value: unknown): value is Node =>
  value !== null && typeof value === "object" && typeof (value as Node).type === "string";
const childrenOf = (node: Node): Node[] => Object.values(node).flat().filter(isNode);
const find = (node: Node, wanted: (node: Node) => boolean): Node[] => [
  ...(wanted(node) ? [node] : []),
  ...childrenOf(node).flatMap((child) => find(child, wanted)),
];
const textsOf = (list: Node): string[] => (list.elements as Node[]).map(({ value }) => value as string);

/** Names that our code takes from libsodium: functions and constants of its wrappers. */
const namesInUse = (): ReadonlySet<string> => {
  const files = readdirSync(sources, { recursive: true, encoding: "utf8" });
  const texts = files
    .filter((file) => file.endsWith(".ts") && !/test(ing)?\.ts$/.test(file))
    .map((file) => readFileSync(join(sources, file), "utf8"));
  return new Set(
    texts.flatMap((text) => [...text.matchAll(/\bsodium\.([a-zA-Z_0-9]+)/g)].map((m) => m[1] ?? "")),
  );
};

interface Cut {
  readonly start: number;
  readonly end: number;
  readonly instead: string;
}
const withCuts = (code: string, cuts: readonly Cut[]): string =>
  [...cuts]
    .sort((a, b) => b.start - a.start)
    .reduce((text, { start, end, instead }) => text.slice(0, start) + instead + text.slice(end), code);

/** The wrappers with two of their lists shortened: the names of all functions, and beside it the functions themselves. */
const leanWrappers = (code: string, parse: Parse): string => {
  const inUse = namesInUse();
  const lists = find(
    parse(code),
    ({ type, elements }) => type === "ArrayExpression" && (elements as Node[]).length > 100,
  );
  const names = lists.find(
    ({ elements }) => (elements as Node[])[0]?.value === "crypto_aead_aegis128l_decrypt",
  );
  promised(names !== undefined, "the names of its functions");
  const all = textsOf(names);
  const functions = lists.find(
    ({ elements }) =>
      (elements as Node[]).length === all.length && (elements as Node[])[0]?.type === "Identifier",
  );
  promised(functions !== undefined, "its functions in the order of their names");
  // What the wrappers themselves use: the test of secretbox that runs when the library starts.
  const own = new Set(
    [...code.matchAll(/\bt\.(crypto_[a-z_]+|randombytes_buf)\(/g)].map((match) => match[1] ?? ""),
  );
  const kept = all.map((name) => inUse.has(name) || own.has(name));
  const rest = [...inUse].filter(
    (name) => /^(crypto|randombytes)_[a-z0-9_]+$/.test(name) && !all.includes(name),
  );
  promised(rest.length === 0, `no wrapper for ${rest.join(", ")}`);
  const cutTo = (list: Node): Cut => ({
    start: list.start,
    end: list.end,
    instead: `[${(list.elements as Node[])
      .filter((_, at) => kept[at])
      .map(({ start, end }) => code.slice(start, end))
      .join(",")}]`,
  });
  const shorter = withCuts(code, [cutTo(names), cutTo(functions)]);
  return withoutIdle(shorter, parse);
};

/** Without functions that nothing names any more, until none is left: their calls must not count as needed. */
const withoutIdle = (code: string, parse: Parse): string => {
  const tree = parse(code);
  const declared = (tree.body as Node[]).filter(({ type }) => type === "FunctionDeclaration");
  const named = find(tree, ({ type }) => type === "Identifier").map(({ name }) => name as string);
  const times = new Map<string, number>();
  for (const name of named) times.set(name, (times.get(name) ?? 0) + 1);
  const idle = declared.filter(({ id }) => times.get((id as Node).name as string) === 1);
  if (idle.length === 0) return code;
  return withoutIdle(
    withCuts(
      code,
      idle.map(({ start, end }) => ({ start, end, instead: "" })),
    ),
    parse,
  );
};

/** The library's script without its base64, and the WebAssembly with no more than `wanted` of its exports. */
const leanLibrary = async (code: string, parse: Parse, wanted: ReadonlySet<string>) => {
  const tree = parse(code);
  const [decoding, ...others] = find(
    tree,
    ({ type, arguments: given }) =>
      type === "CallExpression" &&
      typeof (given as Node[])[0]?.value === "string" &&
      String((given as Node[])[0]?.value).length > 100_000,
  );
  promised(decoding !== undefined && others.length === 0, "one literal of base64");
  const base64 = (decoding.arguments as Node[])[0]?.value as string;
  const short = new Map(
    [...code.matchAll(/\b[a-zA-Z]+\._([a-zA-Z0-9_]+)=[a-zA-Z]+\.([\w$]+)/g)].map((match) => [
      match[2] ?? "",
      match[1] ?? "",
    ]),
  );
  const gone = [...wanted].filter(
    (name) => name.startsWith("crypto_") && ![...short.values()].includes(name),
  );
  promised(gone.length === 0, `no export for ${gone.join(", ")}`);
  const bytes = Buffer.from(base64, "base64");
  const { default: binaryen } = await import("binaryen");
  const module = binaryen.readBinary(new Uint8Array(bytes));
  for (const { name, kind } of WebAssembly.Module.exports(new WebAssembly.Module(bytes))) {
    const long = short.get(name);
    if (kind === "function" && long !== undefined && !wanted.has(long)) module.removeExport(name);
  }
  module.runPasses(["remove-unused-module-elements"]);
  const wasm = module.emitBinary();
  module.dispose();
  return { wasm, decoding };
};

export const leanSodium = (): Plugin => {
  const require = createRequire(new URL("../crypto/package.json", import.meta.url));
  // The app is built in two passes (build-app.mjs): the library is the same in both.
  let leaned: ReturnType<typeof leanLibrary> | undefined;
  return {
    name: "lean-sodium",
    apply: "build",
    async transform(code, id) {
      const parse: Parse = (text) => this.parse(text) as unknown as Node;
      if (wrappersFile.test(id)) return { code: leanWrappers(code, parse), map: null };
      if (!libraryFile.test(id)) return undefined;
      const wrappers = require
        .resolve("libsodium-wrappers")
        .replace(/modules-sumo\/(.*)\.js$/, "modules-sumo-esm/$1.mjs");
      const lean = leanWrappers(readFileSync(wrappers, "utf8"), parse);
      const called = [...lean.matchAll(/\b[a-z]\._([a-zA-Z0-9_]+)/g)].map((match) => match[1] ?? "");
      const constants = [
        ...namesInUse(),
        ...[...lean.matchAll(/\bt\.(crypto_\w+BYTES)\b/g)].map((match) => match[1] ?? ""),
      ];
      const wanted = new Set([...called, ...constants.map((name) => name.toLowerCase())]);
      leaned ??= leanLibrary(code, parse, wanted);
      const { wasm, decoding } = await leaned;
      const file = this.emitFile({ type: "asset", name: "sodium.wasm", source: wasm });
      const fetched = `new Uint8Array(await(await fetch(import.meta.ROLLUP_FILE_URL_${file})).arrayBuffer())`;
      return {
        code: withCuts(code, [{ start: decoding.start, end: decoding.end, instead: fetched }]),
        map: null,
      };
    },
  };
};
