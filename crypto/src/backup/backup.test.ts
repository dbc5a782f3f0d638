/** A cut, swapped, mixed or flipped file is named; only a whole one opens, by any way in and by nothing else. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Bytes, concat, readU64, u64 } from "../bytes.ts";
import { assert } from "../result.ts";
import { ready } from "../sodium.ts";
import { type BackupChunk, readBackup } from "./read.ts";
import { each, testBackup, testKek } from "./testing.ts";
import { type BackupWay, wayOfPassphrase, wayOfPhrase, wayOfPrincipal } from "./ways.ts";

await ready;
const seed = 1307;

async function* pieces(file: Uint8Array, length: number) {
  for (let at = 0; at < file.length; at += length) yield file.subarray(at, at + length);
}
const backup = await testBackup(1);
const { file, written } = await backup.write();
const phrase = wayOfPhrase(backup.vault.entropy);
const read = (bytes: Uint8Array, way: BackupWay = phrase, length = 1000) =>
  readBackup(pieces(bytes, length), way);
const codeOf = async (bytes: Uint8Array, way?: BackupWay) => {
  const answer = await read(bytes, way);
  return answer.ok ? "ok" : answer.error.code;
};
/** Offsets of the six sections: start of the 9 bytes in front, and end. */
const sectionsOf = (bytes: Uint8Array) => {
  const found: { start: number; end: number }[] = [];
  for (let at = 55; at < bytes.length; ) {
    const end = at + 9 + (readU64(bytes, at + 1) ?? 0);
    found.push({ start: at, end });
    at = end;
  }
  return found;
};
const sections = sectionsOf(file);
const cut = (bytes: Bytes, i: number) => {
  const { start, end } = sectionsOf(bytes)[i]!;
  return bytes.slice(start, end);
};
const assemble = (parts: readonly Bytes[], head = file.slice(0, 55)) => concat(head, ...parts);

test("a backup opens by phrase, passphrase and device, in pieces of any size, and gives back what went in", async () => {
  const ways = [
    phrase,
    wayOfPassphrase(async () => testKek("correct horse")),
    wayOfPrincipal(backup.vault.device),
  ];
  for (const [i, way] of ways.entries()) {
    const envelopes: Bytes[] = [];
    const chunks: BackupChunk[] = [];
    const answer = await readBackup(pieces(file, [1, 7, 100_000][i]!), way, {
      onEnvelope: async (_, bytes) => {
        envelopes.push(bytes);
      },
      onChunk: async (chunk) => {
        chunks.push(chunk);
      },
    });
    assert(answer.ok && written.ok, "read");
    expect(answer.value.manifest).toEqual(written.value);
    expect(answer.value.log.state).toEqual(backup.vault.state);
    expect(answer.value.epochKeys.get(0)).toEqual(backup.vault.epochKey.key);
    expect(envelopes).toEqual(backup.items.map((item) => item.bytes));
    expect(chunks.map((chunk) => chunk.ciphertext)).toEqual(backup.chunks.map((chunk) => chunk.ciphertext));
  }
});

test("another phrase, another passphrase and a missing way are told apart", async () => {
  const reason = async (way: BackupWay) => {
    const answer = await read(file, way);
    return !answer.ok && answer.error.code === "way" ? answer.error.reason : "other";
  };
  expect(await reason(wayOfPhrase(new Uint8Array(32)))).toBe("wrong-key");
  expect(await reason(wayOfPassphrase(async () => testKek("wrong")))).toBe("wrong-key");
  expect(await reason(wayOfPassphrase(async () => undefined))).toBe("kdf");
  const { file: bare } = await backup.write({ ...backup.source(), slots: [] });
  const answer = await read(
    bare,
    wayOfPassphrase(async () => testKek("correct horse")),
  );
  expect(answer).toEqual({ ok: false, error: { code: "way", reason: "no-such-way" } });
});

test(`a file cut anywhere never opens, and says truncated unless even its head is gone (seed ${seed})`, () =>
  fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: file.length - 1 }), async (length) => {
      expect(await codeOf(file.slice(0, length))).toBe(length < 55 ? "not-a-backup" : "truncated");
    }),
    { seed, numRuns: 150 },
  ));

test(`a file with any bit flipped never opens (seed ${seed})`, () =>
  fc.assert(
    fc.asyncProperty(fc.nat(file.length - 1), fc.nat(7), async (at, bit) => {
      const flipped = file.slice();
      flipped[at]! ^= 1 << bit;
      expect(
        await codeOf(
          flipped,
          wayOfPassphrase(async () => testKek("correct horse")),
        ),
      ).not.toBe("ok");
    }),
    { seed, numRuns: 400 },
  ));

test("a flip in each region has its own name", async () => {
  const flip = (at: number) => {
    const flipped = file.slice();
    flipped[at]! ^= 1;
    return codeOf(flipped);
  };
  const inside = (i: number) => Math.floor((sections[i]!.start + 9 + sections[i]!.end) / 2);
  expect(await flip(0)).toBe("not-a-backup");
  expect(await flip(2)).toBe("version-unknown");
  expect(await flip(20)).toBe("head");
  expect(await flip(inside(0))).toBe("membership");
  expect(await flip(sections[1]!.end - 1)).toBe("section-hash"); // slot bytes the phrase does not open
  expect(await flip(inside(2))).toBe("chain");
  expect(await flip(inside(3))).toBe("section-hash");
  expect(await flip(inside(4))).toBe("manifest");
  expect(await flip(sections[5]!.end - 1)).toBe("signature");
  expect(await codeOf(concat(file, Uint8Array.of(0)))).toBe("trailing-bytes");
});

test("sections swapped, left out, or taken from another backup of the same journal are named", async () => {
  const parts = [0, 1, 2, 3, 4, 5].map((i) => cut(file, i)) as [Bytes, Bytes, Bytes, Bytes, Bytes, Bytes];
  const [membership, slots, log, attachments, manifest, signature] = parts;
  expect(await codeOf(assemble(parts))).toBe("ok"); // control
  expect(await codeOf(assemble([membership, log, slots, attachments, manifest, signature]))).toBe(
    "section-order",
  );
  expect(await codeOf(assemble([membership, slots, log, manifest, signature]))).toBe("section-order");
  const { file: later } = await backup.write({
    ...backup.source(),
    attachments: { bytes: 0, items: each([]) },
  });
  expect(await codeOf(later)).toBe("ok");
  expect(await codeOf(assemble([membership, slots, log, cut(later, 3), manifest, signature]))).toBe(
    "section-hash",
  );
  expect(await codeOf(assemble([membership, slots, log, attachments, cut(later, 4), signature]))).toBe(
    "section-hash",
  );
  expect(await codeOf(assemble([membership, slots, log, attachments, manifest, cut(later, 5)]))).toBe(
    "signature",
  );
  const other = (await (await testBackup(2)).write()).file;
  expect(await codeOf(assemble([cut(other, 0), slots, log, attachments, manifest, signature]))).toBe("head");
  expect(await codeOf(assemble([membership, slots, cut(other, 2), attachments, manifest, signature]))).toBe(
    "chain",
  );
});

test("lengths that do not fit are named before anything is allocated", async () => {
  const claim = (i: number, bytes: number) => {
    const changed = file.slice();
    changed.set(u64(bytes), sections[i]!.start + 1);
    return codeOf(changed);
  };
  expect(await claim(0, 2 ** 40)).toBe("section-length");
  expect(await claim(4, 2 ** 40)).toBe("section-length");
  expect(await claim(2, 3)).toBe("section-length");
  const huge = file.slice();
  huge.set([0xff, 0xff, 0xff, 0xff], sections[2]!.start + 9);
  expect(await codeOf(huge)).toBe("section-length");
});

test("a log item left out, doubled or out of order breaks the chain; an unsigned tip does too", async () => {
  const withItems = async (items: typeof backup.items) => {
    const bytes = items.reduce((sum, item) => sum + 5 + item.bytes.length, 0);
    const made = await backup.write({ ...backup.source(), log: { bytes, items: each(items) } });
    return made.written.ok ? codeOf(made.file) : made.written.error.code;
  };
  const [a, b, c, d, ...rest] = backup.items as [never, never, never, never];
  expect(await withItems([a, b, c, d, ...rest])).toBe("ok"); // control
  expect(await withItems([a, c, d, ...rest])).toBe("chain");
  expect(await withItems([a, b, c, ...rest])).toBe("chain"); // d carries the signature
  expect(await withItems([b, a, c, d, ...rest])).toBe("source-changed");
});

test("a source that gives other bytes than it measured makes no backup", async () => {
  for (const off of [-1, 1]) {
    const source = backup.source();
    const log = { ...source.log, bytes: source.log.bytes + off };
    const { written: answer } = await backup.write({ ...source, log });
    expect(answer).toEqual({ ok: false, error: { code: "source-changed", section: "log" } });
  }
});

test("the file shows no words of the journal and no name of a device", () => {
  const text = Buffer.from(file).toString("latin1");
  expect(text).toContain("WB"); // control
  for (const word of ["line 1", "a photo", "whisperwell 0.1.0"]) expect(text).not.toContain(word);
});
