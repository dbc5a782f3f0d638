/** One Argon2id run, then this worker ends and its memory is free. */
import { type PassphraseKdf, ready, stretchPassphrase } from "@whisperwell/crypto";

addEventListener("message", ({ data }: MessageEvent<{ passphrase: string; kdf: PassphraseKdf }>) => {
  void ready.then(() => postMessage(stretchPassphrase(data.passphrase, data.kdf)));
});
