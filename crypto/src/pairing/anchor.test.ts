import { expect, test } from "vitest";
import { readMembershipLog } from "../membership/reduce.ts";
import { testVault } from "../membership/testing.ts";
import { assert } from "../result.ts";
import { ready } from "../sodium.ts";
import { reachesAnchor } from "./anchor.ts";

await ready;

test("a log that stops before the anchor, or is another branch or vault, is not today's world", () => {
  const vault = testVault(1);
  const items = vault.records.map((record) => record.item);
  const [whole, cut, other] = [
    items,
    items.slice(0, 3),
    testVault(2).records.map((record) => record.item),
  ].map((list) => {
    const log = readMembershipLog(list);
    assert(log.ok, "a log");
    return log.value;
  });
  const { vaultId, genesisHash, mseq, head } = vault.state;
  const anchor = { vaultId, genesisHash, mseq, mhash: head };
  expect(reachesAnchor(whole!, anchor, vault.device)).toEqual({ ok: true, value: undefined });
  expect(reachesAnchor(cut!, anchor, vault.device)).toEqual({ ok: false, error: { code: "old-world" } });
  const branch = { ...anchor, mhash: vault.newHash() };
  expect(reachesAnchor(whole!, branch, vault.device)).toEqual({ ok: false, error: { code: "old-world" } });
  expect(reachesAnchor(other!, anchor, vault.device)).toEqual({ ok: false, error: { code: "other-vault" } });
  const stranger = vault.newPrincipal("device");
  expect(reachesAnchor(whole!, anchor, stranger)).toEqual({ ok: false, error: { code: "not-added" } });
});
