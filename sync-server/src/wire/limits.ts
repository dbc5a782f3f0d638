/** The numbers of `ww.sync.1` that both ends rely on. Sizes in bytes, times in milliseconds. */
export const protocolName = "ww.sync.1";
export const protocolVersion = 1;

export const frameBytesMost = 1 << 20;
/** Whole frames, until READY was sent. */
export const frameBytesBeforeAuth = 4096;
export const authWithin = 10_000;
export const nonceLives = 60_000;

/** One PAGE, BODIES or APPEND holds at most this much, or a single envelope. */
export const batchBytesMost = 256 * 1024;
export const batchItemsMost = 500;
export const appendsInFlightMost = 4;

export const envelopeBodyMost = 512 * 1024;
/** Header 124, body, flag and signature 65. */
export const envelopeBytesMost = 124 + envelopeBodyMost + 65;

export const heartbeatEvery = 15_000;
export const silenceCloses = 35_000;
/** What the relay may send in PAGE and BODIES frames before a CREDIT grants more. */
export const creditAtStart = 1 << 20;

export const chunkBytes = 1 << 20;
/** A chunk of plaintext and its AES-GCM tag. */
export const chunkCiphertextMost = chunkBytes + 16;
/** Of an answer in JSON: the longest names each chunk that one request may ask for, 1000 hashes in hex. */
export const jsonAnswerMost = 128 * 1024;
export const mailboxMessagesMost = 5;
export const mailboxMessageMost = 8 * 1024;
export const mailboxLives = 600_000;
export const longPollMost = 25_000;
/** Records one making of a vault may bring; what is more follows over sync. */
export const vaultRecordsMost = 64;
