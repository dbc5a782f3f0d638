import { beforeAll, expect, test } from "vitest";
import { toHex } from "./bytes.ts";
import {
  isCostInRange,
  normalizePassphrase,
  passphraseCap,
  passphraseFloor,
  stretchPassphrase,
} from "./passphrase.ts";
import { ready } from "./sodium.ts";

beforeAll(() => ready);
const salt = new Uint8Array(16).fill(7);

test("spelling the same words with other code points gives the same bytes", () => {
  const composed = normalizePassphrase("caf\u00e9 \ufb01sh");
  expect(normalizePassphrase("  cafe\u0301 fish\n")).toEqual(composed);
  expect(normalizePassphrase("\u00a0cafe\u0301 fish\ufeff")).toEqual(composed);
  expect(normalizePassphrase("Caf\u00e9 fish")).not.toEqual(composed);
});

test("a cost below the floor or above the cap is refused before anything runs", () => {
  const refused = [
    { t: 2, kib: 65_536 },
    { t: 3, kib: 65_535 },
    { t: 17, kib: 65_536 },
    { t: 3, kib: 1_048_577 },
    { t: 3.5, kib: 65_536 },
    { t: 4_294_967_295, kib: 4_294_967_295 },
  ];
  for (const cost of refused) {
    expect(isCostInRange(cost)).toBe(false);
    expect(stretchPassphrase("words", { ...cost, salt })).toEqual({
      ok: false,
      error: { code: "kdf-out-of-range" },
    });
  }
  expect(stretchPassphrase("words", { ...passphraseFloor, salt: salt.subarray(1) }).ok).toBe(false);
  expect([passphraseFloor, passphraseCap].map(isCostInRange)).toEqual([true, true]);
});

test("both halves depend on passphrase and salt, and never equal each other", () => {
  const keysOf = (passphrase: string, saltByte: number) => {
    const keys = stretchPassphrase(passphrase, {
      ...passphraseFloor,
      salt: new Uint8Array(16).fill(saltByte),
    });
    if (!keys.ok) throw new Error(keys.error.code);
    return [toHex(keys.value.loginSeed), toHex(keys.value.kek)];
  };
  const base = keysOf("blue kettle morning", 1);
  expect(keysOf(" blue kettle morning ", 1)).toEqual(base);
  expect(
    new Set([...base, ...keysOf("blue kettle evening", 1), ...keysOf("blue kettle morning", 2)]).size,
  ).toBe(6);
});
