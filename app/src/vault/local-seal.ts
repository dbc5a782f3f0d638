/** Values sealed for this device's own tables: bound to table and key, so that one moved elsewhere does not open. */
import { type Bytes, concat, lp, openWithNonce, type Random, sealWithNonce, utf8 } from "@whisperwell/crypto";

export interface RecordPlace {
  readonly store: string;
  readonly key: string;
}
const aadOf = ({ store, key }: RecordPlace) => concat(utf8("ww/1/record"), lp(utf8(store)), lp(utf8(key)));

/** nonce ‖ AEAD(key, plaintext, "ww/1/record" ‖ lp(store) ‖ lp(key)). */
export const sealRecord = (
  key: Uint8Array,
  place: RecordPlace,
  plaintext: Uint8Array,
  random: Random,
): Bytes => sealWithNonce(key, plaintext, aadOf(place), random);
/** undefined: changed, moved, or under another key. */
export const openRecord = (key: Uint8Array, place: RecordPlace, sealed: Uint8Array): Bytes | undefined =>
  openWithNonce(key, sealed, aadOf(place));
