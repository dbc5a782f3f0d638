/** A device's first name in the log, sealed under the epoch of its record. `settings` holds the present names. */
import { type Bytes, concat, fromUtf8, lp, readU16, utf8 } from "../bytes.ts";
import { labelKeyOf } from "../epoch.ts";
import { idBytes, type PrincipalId } from "../ids.ts";
import type { Random } from "../random.ts";
import { assert } from "../result.ts";
import { openWithNonce, sealWithNonce } from "../sodium.ts";
import { labelBytes } from "./body.ts";

const paddedLabel = 64;
/** UTF-8 bytes. */
export const maxLabelBytes = paddedLabel - 2;

/** The longest beginning that fits, cut between characters as a person sees them. */
export const fitLabel = (text: string): string => {
  let fitted = "";
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text.trim())) {
    if (utf8(fitted + segment).length > maxLabelBytes) break;
    fitted += segment;
  }
  return fitted;
};

/** nonce ‖ AEAD(KDF(E_n,"label",""), lp(label) ‖ zeros to 64, AAD principalId), 104 bytes. Throws over 62 bytes. */
export const sealLabel = (epochKey: Uint8Array, id: PrincipalId, label: string, random: Random): Bytes => {
  const text = lp(utf8(label));
  assert(text.length <= paddedLabel, "a label was cut to its size before it is sealed");
  return sealWithNonce(
    labelKeyOf(epochKey),
    concat(text, new Uint8Array(paddedLabel - text.length)),
    idBytes(id),
    random,
  );
};

/** undefined when it was not sealed for this device under this key, or is not a label. */
export const openLabel = (epochKey: Uint8Array, id: PrincipalId, sealed: Uint8Array): string | undefined => {
  if (sealed.length !== labelBytes) return undefined;
  const padded = openWithNonce(labelKeyOf(epochKey), sealed, idBytes(id));
  if (padded === undefined) return undefined;
  const length = readU16(padded, 0);
  return length <= maxLabelBytes ? fromUtf8(padded.subarray(2, 2 + length)) : undefined;
};
