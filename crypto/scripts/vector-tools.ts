/** The seed, and how a file of vectors is written. */
import { writeFile } from "node:fs/promises";
import { type Hash, ready, toHex } from "../src/index.ts";
import { assert, type Result } from "../src/result.ts";
import { seededRandom } from "../src/testing.ts";

await ready;

export const must = <T, E>(result: Result<T, E>): T => {
  assert(result.ok, "every vector can be made");
  return result.value;
};
/** Byte strings as hex, absent values left out. */
const plain = (_key: string, value: unknown): unknown => (value instanceof Uint8Array ? toHex(value) : value);
export const write = (name: string, vectors: unknown) =>
  writeFile(new URL(`../vectors/${name}.json`, import.meta.url), `${JSON.stringify(vectors, plain, 2)}\n`);

export const random = seededRandom(20_261_124);
export const hash = () => toHex(random.bytes(32)) as Hash;
