/**
 * One connection from dialling to its end: the handshake, frames in and out, and the silence that ends it.
 * HELLO and CHALLENGE are hashed whole into what this device signs, so nobody between can lower the version; the
 * audience is the origin that was dialled, so a signature made for one relay opens no other.
 */
import type { Bytes } from "@whisperwell/crypto";
import {
  authMessage,
  authWithin,
  decodeFrame,
  encodeFrame,
  type Frame,
  frameBytesBeforeAuth,
  frameBytesMost,
  paths,
  protocolVersion,
  silenceCloses,
} from "@whisperwell/sync-server/wire";
import type { Clock, LogPort, Network } from "./ports.ts";

type FrameOf<Type extends Frame["type"]> = Extract<Frame, { readonly type: Type }>;
export type Ready = FrameOf<"ready">;

/** Why a connection ended. `ended`: we hung up. `silent`: nothing for 35 s, or no READY within 10 s. */
export type ConnectionEnd =
  | { readonly kind: "lost" | "silent" | "ended" | "version" }
  | { readonly kind: "malformed"; readonly detail: string }
  | {
      readonly kind: "goaway";
      readonly code: string;
      readonly retryAfter: number;
      readonly proof: Bytes | undefined;
    };
export interface ConnectionEvents {
  readonly onReady: (ready: Ready) => void;
  /** Every frame after READY but PING, which is answered here first, and GOAWAY. `bytes`: the frame's length. */
  readonly onFrame: (frame: Frame, bytes: number) => void;
  /** Once, whatever happened. `wasReady`: READY had come. */
  readonly onEnd: (end: ConnectionEnd, wasReady: boolean) => void;
}
export interface Connection {
  /** Milliseconds since the relay was last heard: beyond its heartbeat the socket is likely dead. */
  readonly silentFor: () => number;
  readonly send: (frame: Frame) => void;
  readonly end: () => void;
}
export interface ConnectionDeps {
  readonly clock: Clock;
  readonly network: Pick<Network, "dial">;
  readonly log: Pick<LogPort, "vaultId" | "deviceId" | "sign">;
}

type Phase =
  | { readonly name: "dialling" }
  | { readonly name: "hello"; readonly hello: Bytes }
  | { readonly name: "auth" }
  | { readonly name: "ready" }
  | { readonly name: "over" };

/** `origin`: as `URL.origin` spells it, http or https. */
export const connect = (
  { clock, network, log }: ConnectionDeps,
  origin: string,
  events: ConnectionEvents,
): Connection => {
  let phase: Phase = { name: "dialling" };
  let heardAt = clock.now();
  let cancelTimer: () => void = () => undefined;

  const finish = (end: ConnectionEnd) => {
    if (phase.name === "over") return;
    const wasReady = phase.name === "ready";
    phase = { name: "over" };
    cancelTimer();
    socket.close();
    events.onEnd(end, wasReady);
  };
  const send = (frame: Frame) => {
    if (phase.name !== "over") socket.send(encodeFrame(frame));
  };

  /** Looks again when the silence could be long enough; a suspended tab finds out at once when it wakes. */
  const watchSilence = () => {
    const left = heardAt + silenceCloses - clock.now();
    if (left <= 0) return finish({ kind: "silent" });
    cancelTimer = clock.after(left, watchSilence);
  };

  const answer = (hello: Bytes, challenge: Uint8Array, version: number) => {
    if (version !== protocolVersion) return finish({ kind: "version" });
    const { vaultId, deviceId: principalId } = log;
    const message = authMessage({ hello, challenge, audience: origin, vaultId, principalId });
    phase = { name: "auth" };
    send({ type: "auth", vaultId, principalId, signature: log.sign(message) });
  };

  const onFrame = (bytes: Uint8Array) => {
    if (phase.name === "over") return;
    heardAt = clock.now();
    const most = phase.name === "hello" ? frameBytesBeforeAuth : frameBytesMost;
    const decoded = decodeFrame(bytes, most);
    if (!decoded.ok) return finish({ kind: "malformed", detail: decoded.error.code });
    const frame = decoded.value;
    if (frame.type === "goaway") {
      const { code, retryAfter, proof } = frame;
      return finish({ kind: "goaway", code, retryAfter, proof });
    }
    if (phase.name === "hello" && frame.type === "challenge")
      return answer(phase.hello, bytes.slice(), frame.version);
    if (phase.name === "auth" && frame.type === "ready") {
      phase = { name: "ready" };
      cancelTimer();
      watchSilence();
      return events.onReady(frame);
    }
    if (phase.name !== "ready") return finish({ kind: "malformed", detail: `${frame.type}-too-early` });
    if (frame.type === "ping") send({ type: "pong" });
    events.onFrame(frame, bytes.length);
  };

  const socket = network.dial(origin.replace(/^http/, "ws") + paths.sync, {
    onOpen: () => {
      if (phase.name !== "dialling") return;
      const hello = encodeFrame({ type: "hello", versions: [protocolVersion] });
      phase = { name: "hello", hello };
      socket.send(hello);
    },
    onFrame,
    onClose: () => finish({ kind: "lost" }),
  });
  cancelTimer = clock.after(authWithin, () => finish({ kind: "silent" }));
  return { send, silentFor: () => clock.now() - heardAt, end: () => finish({ kind: "ended" }) };
};
