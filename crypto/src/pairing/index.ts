export { type NotAnchored, reachesAnchor } from "./anchor.ts";
export {
  encodePairingCode,
  mailboxIdOf,
  type PairingCode,
  type PairingCodeError,
  type PairingRole,
  parsePairingCode,
} from "./code.ts";
export {
  answerPairing,
  endPairing,
  maxPairingMessage,
  type PairingEnd,
  type PairingState,
  type PairingStep,
  type Party,
  receivePairing,
  sendAnchor,
  showPairing,
  typeDigits,
} from "./machine.ts";
export type { Anchor, DeviceOffer } from "./payloads.ts";
