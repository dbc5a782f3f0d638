/** A vault of two devices, whose laptop was let in by the passphrase; all from one source of randomness. */
import {
  addIntent,
  assert,
  cosign,
  createPrincipal,
  createVault,
  issueAdd,
  lookupIdOf,
  type Random,
  randomId,
  recordTypes,
  recoverySeedOf,
  type WriterId,
} from "@whisperwell/crypto";

export const founders = (random: Random, clock: { readonly now: () => number }) => {
  const phone = createPrincipal("device", random.bytes(32));
  const laptop = createPrincipal("device", random.bytes(32));
  const passphrase = createPrincipal("passphrase", random.bytes(32));
  const entropy = random.bytes(32);
  const writersOf = () => Array.from({ length: 4 }, () => randomId<WriterId>(random));
  const [phoneWriters, laptopWriters] = [writersOf(), writersOf()];
  const deps = { random, clock };
  const vault = createVault(deps, {
    device: phone,
    writerIds: phoneWriters,
    passphrase,
    phrase: createPrincipal("recovery", recoverySeedOf(entropy)),
    lookupId: lookupIdOf(entropy),
  });
  const added = issueAdd(deps, vault.state, {
    signer: phone,
    epochKey: vault.epochKey,
    edPub: laptop.edPub,
    xPub: laptop.xPub,
    writerIds: laptopWriters,
    label: "Laptop",
    coSignature: cosign(
      passphrase,
      vault.state.vaultId,
      recordTypes.add,
      addIntent(laptop.edPub, laptop.xPub),
    ),
  });
  assert(added.ok, "a device let in by the passphrase breaks no rule");
  return {
    phone,
    laptop,
    phoneWriters,
    laptopWriters,
    passphrase,
    epochKey: vault.epochKey,
    state: added.value.state,
    records: [...vault.records, added.value].map(({ item }) => item),
  };
};
