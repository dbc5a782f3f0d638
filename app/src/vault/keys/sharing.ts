/**
 * A second tab asks an unlocked one for L, sealed to an X25519 key of that moment. Only an unlocked tab answers; nobody
 * answering means the lock screen. This guards against a dump of storage, not against a script of our own origin.
 */
import {
  type Bytes,
  concat,
  createPrincipal,
  equalBytes,
  idBytes,
  isUsableXPub,
  openBox,
  type Random,
  sealBox,
  toHex,
  utf8,
  type VaultId,
} from "@whisperwell/crypto";
import type { Clock } from "../../sync/ports.ts";
import type { Session } from "../session.ts";
import type { TabSignal } from "../tab-signal.ts";

const waitFor = 500;
const context = (vaultId: VaultId, ask: string) => concat(utf8("ww/1/tab"), idBytes(vaultId), utf8(ask));

/** undefined when no unlocked tab answered within half a second. */
export const askOtherTabs = (
  { signal, clock, random }: { readonly signal: TabSignal; readonly clock: Clock; readonly random: Random },
  vaultId: VaultId,
): Promise<Bytes | undefined> =>
  new Promise((resolve) => {
    const once = createPrincipal("device", random.bytes(32));
    const ask = toHex(random.bytes(16));
    const expected = context(vaultId, ask);
    const end = (localKey: Bytes | undefined) => {
      cancel();
      stop();
      resolve(localKey);
    };
    const stop = signal.on((message) => {
      if (message.type !== "give-key" || message.ask !== ask) return;
      const opened = openBox(message.box, once);
      if (opened === undefined || !equalBytes(opened.subarray(0, expected.length), expected)) return;
      end(opened.slice(expected.length));
    });
    const cancel = clock.after(waitFor, () => end(undefined));
    signal.post({ type: "ask-key", ask, xPub: once.xPub });
  });

export const giveKey = (
  { signal, random }: { readonly signal: TabSignal; readonly random: Random },
  { vaultId, localKey }: Session,
  { ask, xPub }: { readonly ask: string; readonly xPub: Uint8Array },
): void => {
  if (!isUsableXPub(xPub)) return;
  signal.post({ type: "give-key", ask, box: sealBox(concat(context(vaultId, ask), localKey), xPub, random) });
};
