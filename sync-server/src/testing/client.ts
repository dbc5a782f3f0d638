/** A client's side of the conversation over any wire: says hello, signs in, and keeps what it hears in order. */
import { type Bytes, type Principal, sign, type VaultId } from "@whisperwell/crypto";
import { authMessage, decodeFrame, encodeFrame, type Frame, type Item } from "../wire/index.ts";

export interface TestClient {
  readonly send: (frame: Frame) => void;
  readonly sendRaw: (bytes: Uint8Array) => void;
  /** The next frame of one of these types not yet read; those of other types are kept. */
  readonly next: <Type extends Frame["type"]>(...types: Type[]) => Promise<Extract<Frame, { type: Type }>>;
  readonly heard: () => readonly Frame[];
  readonly closed: () => Promise<string>;
  readonly signIn: (vaultId: VaultId, as: Principal, audience: string) => Promise<void>;
  readonly append: (req: number, items: readonly Item[]) => Promise<Frame>;
  /** For the wire. */
  readonly receive: (bytes: Uint8Array) => void;
  readonly end: (reason: string) => void;
}

export const createTestClient = (sendRaw: (bytes: Uint8Array) => void): TestClient => {
  const heard: Frame[] = [];
  const unread: Frame[] = [];
  const waiting = new Set<{ readonly types: readonly string[]; readonly resolve: (frame: Frame) => void }>();
  let ended: string | undefined;
  const ends = new Set<(reason: string) => void>();
  const send = (frame: Frame): void => sendRaw(encodeFrame(frame));
  const next = (<Type extends Frame["type"]>(...types: Type[]) =>
    new Promise<Frame>((resolve, reject) => {
      const index = unread.findIndex((frame) => (types as string[]).includes(frame.type));
      const found = unread[index];
      if (found) {
        unread.splice(index, 1);
        resolve(found);
      } else if (ended !== undefined) reject(new Error(`closed (${ended}) before ${types.join()}`));
      else waiting.add({ types, resolve });
    })) as TestClient["next"];

  const client: TestClient = {
    send,
    sendRaw,
    next,
    heard: () => heard,
    closed: () =>
      ended === undefined ? new Promise((resolve) => ends.add(resolve)) : Promise.resolve(ended),
    signIn: async (vaultId, as, audience) => {
      const hello: Bytes = encodeFrame({ type: "hello", versions: [1] });
      sendRaw(hello);
      const challenge = encodeFrame(await next("challenge"));
      const message = authMessage({ hello, challenge, audience, vaultId, principalId: as.id });
      send({ type: "auth", vaultId, principalId: as.id, signature: sign(message, as.edSecret) });
    },
    append: async (req, items) => {
      send({ type: "append", req, items });
      return next("ack", "nack");
    },
    receive: (bytes) => {
      const decoded = decodeFrame(bytes);
      if (!decoded.ok) throw new Error(`the relay sent what does not decode: ${decoded.error.code}`);
      const frame = decoded.value;
      heard.push(frame);
      for (const one of waiting)
        if (one.types.includes(frame.type)) {
          waiting.delete(one);
          one.resolve(frame);
          return;
        }
      unread.push(frame);
    },
    end: (reason) => {
      ended ??= reason;
      for (const resolve of ends) resolve(reason);
    },
  };
  return client;
};
