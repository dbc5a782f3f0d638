/** Vaults for tests, from a seed: fresh deps per test, so adding a case shifts no other. */
import { type Hash, idOf, randomId, type WriterId } from "../ids.ts";
import { createPrincipal, type Principal, type PrincipalKind } from "../principal.ts";
import { lookupIdOf, recoverySeedOf } from "../recovery-phrase.ts";
import { seededRandom } from "../testing.ts";
import { createVault } from "./create-vault.ts";
import type { IssueDeps } from "./issue.ts";

export const testNow = Date.UTC(2026, 10, 24, 9);

export const testVault = (seed: number) => {
  const random = seededRandom(seed);
  let ms = testNow;
  const deps: IssueDeps = { random, clock: { now: () => (ms += 1000) } };
  const newPrincipal = (kind: PrincipalKind): Principal => createPrincipal(kind, random.bytes(32));
  const newWriters = (count = 4): readonly WriterId[] =>
    Array.from({ length: count }, () => randomId<WriterId>(random));
  const newHash = (): Hash => idOf<Hash>(random.bytes(32));
  const entropy = random.bytes(32);
  const device = newPrincipal("device");
  const passphrase = newPrincipal("passphrase");
  const phrase = createPrincipal("recovery", recoverySeedOf(entropy));
  const writerIds = newWriters();
  const vault = createVault(deps, {
    device,
    writerIds,
    passphrase,
    phrase,
    lookupId: lookupIdOf(entropy),
  });
  return {
    deps,
    device,
    passphrase,
    phrase,
    entropy,
    writerIds,
    newPrincipal,
    newWriters,
    newHash,
    ...vault,
  };
};
