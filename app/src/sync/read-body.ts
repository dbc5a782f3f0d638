/** Bodies of answers, read piece by piece: what a relay sends beyond the cap is never held. */
import type { Bytes } from "@whisperwell/crypto";
import { jsonAnswerMost } from "@whisperwell/sync-server/wire";

/**
 * The whole body, when it is no longer than `most` bytes; undefined beyond, and the answer is hung up on. Rejects when
 * the body breaks off. Bytes are counted as they are after decompression, so `content-length` only refuses early.
 */
export const readBounded = async (response: Response, most: number): Promise<Bytes | undefined> => {
  if (response.body === null) return new Uint8Array();
  if (Number(response.headers.get("content-length") ?? 0) > most) {
    await response.body.cancel();
    return undefined;
  }
  const reader = response.body.getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      await reader.cancel();
      return undefined;
    }
    pieces.push(value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
};

/** The JSON of an answer; undefined when it is none, is longer than any answer of a relay, or breaks off. */
export const readJson = async (response: Response): Promise<unknown> => {
  try {
    const bytes = await readBounded(response, jsonAnswerMost);
    return bytes === undefined ? undefined : JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined; // each of these says the same: no relay of ours answered
  }
};
