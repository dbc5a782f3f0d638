export {
  type CoSignature,
  decodeRecordBody,
  type EpochBlock,
  encodeRecordBody,
  type Fence,
  type RecordBody,
  type RecordFields,
  recordTypes,
  type UnknownRecord,
} from "./body.ts";
export {
  addIntent,
  type CoSignedType,
  cosign,
  cosignedTypes,
  revokeIntent,
  type SlotIntent,
  signAccept,
  slotIntent,
  verifyAccept,
  verifyCoSignature,
} from "./cosign.ts";
export { createVault, type FirstPrincipals, type NewVault } from "./create-vault.ts";
export * from "./issue.ts";
export { type EpochKeys, type EpochsUnreadable, openEpochKeys } from "./keys.ts";
export { fitLabel, maxLabelBytes, openLabel } from "./label.ts";
export {
  type MembershipLog,
  type MembershipStep,
  type RecordRefused,
  readMembershipLog,
  reduceMembership,
} from "./reduce.ts";
export { genesisHashOf, type RuleBroken, vaultIdOf } from "./rules.ts";
export {
  currentEpoch,
  type Epoch,
  type FenceState,
  fenceOf,
  headerEpoch,
  isSlot,
  isWithinFence,
  liveDevices,
  livePrincipal,
  livePrincipals,
  liveSlots,
  type Member,
  type MembershipState,
  type MemberWriter,
  writerPrefix,
  writersOf,
} from "./state.ts";
