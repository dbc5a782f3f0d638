/** One vault's life in nine records, one of every kind at least: for tests and vectors. */
import { type Hash, zeroId } from "../ids.ts";
import { assert, type Result } from "../result.ts";
import { recordTypes } from "./body.ts";
import { addIntent, cosign, revokeIntent, slotIntent } from "./cosign.ts";
import { issueAdd, issueEpoch, issueRevoke, issueSlot, issueWriter } from "./issue.ts";
import { testVault } from "./testing.ts";

const must = <T, E>(result: Result<T, E>): T => {
  assert(result.ok, "every record of the story obeys the rules");
  return result.value;
};

/** genesis, epoch 0, slot, slot, add (phone), writer (of the phone), slot (replaces the passphrase), revoke, epoch. */
export const membershipStory = (seed: number) => {
  const vault = testVault(seed);
  const { deps, device, passphrase, state: begun } = vault;
  const { vaultId } = begun;
  const phone = vault.newPrincipal("device");
  const phoneWriters = vault.newWriters();
  const add = must(
    issueAdd(deps, begun, {
      signer: device,
      epochKey: vault.epochKey,
      edPub: phone.edPub,
      xPub: phone.xPub,
      writerIds: phoneWriters,
      label: "Zoë’s phone",
      coSignature: cosign(passphrase, vaultId, recordTypes.add, addIntent(phone.edPub, phone.xPub)),
    }),
  );
  const writer = must(issueWriter(deps, add.state, { signer: phone, writerIds: vault.newWriters(2) }));
  const changed = vault.newPrincipal("passphrase");
  const slotHash: Hash = vault.newHash();
  const { edPub, xPub } = changed;
  const intent = slotIntent({ kind: 2, edPub, xPub, oldId: passphrase.id, lookupId: zeroId, slotHash });
  const slot = must(
    issueSlot(deps, writer.state, {
      signer: phone,
      epochKey: vault.epochKey,
      slot: changed,
      slotHash,
      replaces: { oldId: passphrase.id, oldSeed: passphrase.seed },
      coSignature: cosign(passphrase, vaultId, recordTypes.slot, intent),
    }),
  );
  const revoke = must(
    issueRevoke(deps, slot.state, {
      signer: device,
      epochKey: slot.epochKey,
      principalIds: [phone.id],
      heads: new Map([
        [phoneWriters[0] as (typeof phoneWriters)[number], { wseq: 7, hash: vault.newHash() }],
      ]),
      cut: true,
      coSignature: cosign(changed, vaultId, recordTypes.revoke, revokeIntent([phone.id])),
    }),
  );
  const epoch = must(issueEpoch(deps, revoke.state, { signer: device, epochKey: revoke.epochKey }));
  return {
    ...vault,
    phone,
    changed,
    epochKeys: [vault.epochKey, slot.epochKey, revoke.epochKey, epoch.epochKey],
    records: [...vault.records, add, writer, slot, revoke, epoch],
    state: epoch.state,
  };
};
