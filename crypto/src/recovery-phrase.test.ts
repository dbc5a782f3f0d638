import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import {
  isRecoveryWord,
  lookupIdOf,
  parseRecoveryPhrase,
  recoverySeedOf,
  recoveryWordsOf,
  suggestRecoveryWords,
} from "./recovery-phrase.ts";
import { ready } from "./sodium.ts";
import { seededRandom } from "./testing.ts";

beforeAll(() => ready);
const seed = 21;
const entropies = fc.uint8Array({ minLength: 32, maxLength: 32 });

test(`24 words give back their entropy, however they were pasted (seed ${seed})`, () => {
  fc.assert(
    fc.property(entropies, (entropy) => {
      const words = recoveryWordsOf(entropy);
      expect(words).toHaveLength(24);
      const pastes = [
        words.join(" "),
        `  ${words.join("\r\n\t")}\n`,
        words.map((word) => word.toUpperCase()).join(", "),
        words.map((word, i) => `${i + 1}. ${word}`).join("\n"),
        words.join("\u3000"),
      ];
      for (const pasted of pastes) expect(parseRecoveryPhrase(pasted)).toEqual({ ok: true, value: entropy });
    }),
    { seed, numRuns: 50 },
  );
});

test("the first published BIP-39 vectors of 256 bits are read", () => {
  const all = (byte: number) => new Uint8Array(32).fill(byte);
  expect(recoveryWordsOf(all(0)).join(" ")).toBe(`${"abandon ".repeat(23)}art`);
  expect(parseRecoveryPhrase(`${"zoo ".repeat(23)}vote`)).toEqual({ ok: true, value: all(0xff) });
});

test("a wrong word is named by its place, before the checksum is asked", () => {
  const words = [...recoveryWordsOf(new Uint8Array(32))];
  words[4] = "abandom";
  words[9] = "zzz";
  expect(parseRecoveryPhrase(words.join(" "))).toEqual({
    ok: false,
    error: { code: "unknown-word", positions: [4, 9] },
  });
});
test("two words changed round are a checksum error", () => {
  const words = [...recoveryWordsOf(seededRandom(3).bytes(32))];
  [words[0], words[1]] = [words[1]!, words[0]!];
  expect(parseRecoveryPhrase(words.join(" "))).toEqual({ ok: false, error: { code: "checksum" } });
});
test("too few or too many words say how many there are", () => {
  const words = recoveryWordsOf(new Uint8Array(32));
  expect(parseRecoveryPhrase(words.slice(1).join(" "))).toEqual({
    ok: false,
    error: { code: "word-count", count: 23 },
  });
  expect(parseRecoveryPhrase([...words, "art"].join(" "))).toEqual({
    ok: false,
    error: { code: "word-count", count: 25 },
  });
  expect(parseRecoveryPhrase("  ")).toEqual({ ok: false, error: { code: "word-count", count: 0 } });
});

test("a prefix suggests words in order, four letters leave one, nothing suggests nothing", () => {
  expect(suggestRecoveryWords("ab", 3)).toEqual(["abandon", "ability", "able"]);
  expect(suggestRecoveryWords("ABAN")).toEqual(["abandon"]);
  expect(suggestRecoveryWords("")).toEqual([]);
  expect(suggestRecoveryWords("qqq")).toEqual([]);
  expect([isRecoveryWord("Zoo "), isRecoveryWord("zoom")]).toEqual([true, false]);
});

test("seed and lookup id are both of the entropy, and the id is not a part of the seed", () => {
  const entropy = seededRandom(4).bytes(32);
  expect(recoverySeedOf(entropy)).toHaveLength(32);
  expect(lookupIdOf(entropy)).toMatch(/^[0-9a-f]{32}$/);
  expect(lookupIdOf(entropy)).not.toBe(lookupIdOf(recoverySeedOf(entropy)));
});
