/**
 * Sockets in memory between clients and a relay's core. Frames wait in line until the test lets them run; a test may
 * look at each, change it, drop it, or cut the line. Everything that passed is kept as a transcript.
 */
import type { Bytes } from "@whisperwell/crypto";
import type { Network, SocketEvents } from "../ports.ts";
import { tellFrame } from "./transcript.ts";

/** The relay's half of a socket. */
export interface RelayEnd {
  readonly receive: (frame: Bytes) => void;
  readonly closed: () => void;
}
export type Direction = "to-relay" | "to-client";
/** Answers the frame to deliver, or undefined to lose it. */
export type Tamper = (frame: Bytes, direction: Direction, name: string) => Bytes | undefined;

interface Line {
  readonly name: string;
  readonly toRelay: Bytes[];
  readonly toClient: Bytes[];
  readonly events: SocketEvents;
  relay: RelayEnd | undefined;
  state: "dialled" | "open" | "cut" | "closed";
}
export interface TestNetwork {
  /** One device's view. */
  readonly of: (name: string) => Network;
  readonly transcript: string[];
  /** Delivers until nothing waits. `pick` chooses among lines, for orders a test draws. */
  readonly quiet: () => Promise<void>;
  /** Delivers the first waiting frame of one line; false when nothing waits. */
  readonly step: (pick: (count: number) => number) => Promise<boolean>;
  readonly setTamper: (tamper: Tamper | undefined) => void;
  /** False: dialling fails. */
  readonly setReachable: (reachable: boolean) => void;
  /** The socket closes at both ends; what was under way is lost. */
  readonly cut: (name: string) => void;
  /** A frame from the relay that the relay never sent. */
  readonly inject: (name: string, frame: Bytes) => void;
  /** Nothing passes any more and nobody is told. */
  readonly halfOpen: (name: string) => void;
  readonly open: (name: string) => boolean;
}
export interface TestNetworkDeps {
  readonly connect: (wire: {
    readonly send: (frame: Bytes) => void;
    readonly close: (code: string) => void;
    readonly backlog: () => number;
  }) => RelayEnd;
  readonly fetch?: typeof globalThis.fetch;
}

/** Every promise that can settle has settled: a macrotask runs after all microtasks. */
export const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

export const createTestNetwork = ({ connect, fetch }: TestNetworkDeps): TestNetwork => {
  const lines: Line[] = [];
  const transcript: string[] = [];
  let tamper: Tamper | undefined;
  let reachable = true;

  const close = (line: Line) => {
    if (line.state === "closed") return;
    line.state = "closed";
    line.toClient.length = 0;
    line.toRelay.length = 0;
    line.relay?.closed();
    line.events.onClose();
    lines.splice(lines.indexOf(line), 1);
  };
  const open = (line: Line) => {
    if (!reachable) return close(line);
    line.state = "open";
    line.relay = connect({
      send: (frame) => {
        if (line.state === "open") line.toClient.push(frame.slice() as Bytes);
      },
      // What was sent before the close still arrives.
      close: () => {
        line.toClient.push(new Uint8Array(0));
      },
      backlog: () => 0,
    });
    line.events.onOpen();
  };
  const deliver = (line: Line, direction: Direction) => {
    const queue = direction === "to-relay" ? line.toRelay : line.toClient;
    const frame = queue.shift();
    if (frame === undefined) return;
    if (frame.length === 0) return close(line);
    const passed = tamper === undefined ? frame : tamper(frame, direction, line.name);
    const ends = direction === "to-relay" ? [line.name, "relay"] : ["relay", line.name];
    const told = `${(ends[0] as string).padEnd(6)} -> ${(ends[1] as string).padEnd(6)} ${tellFrame(passed ?? frame)}`;
    transcript.push(passed === undefined ? `${told} (lost)` : told);
    if (passed === undefined) return;
    if (direction === "to-relay") line.relay?.receive(passed);
    else line.events.onFrame(passed);
  };
  /** Something a line could do next. */
  const choices = () =>
    lines.flatMap((line) => {
      if (line.state === "dialled") return [() => open(line)];
      if (line.state !== "open") return [];
      return [
        ...(line.toRelay.length > 0 ? [() => deliver(line, "to-relay")] : []),
        ...(line.toClient.length > 0 ? [() => deliver(line, "to-client")] : []),
      ];
    });
  const step: TestNetwork["step"] = async (pick) => {
    await settled();
    const possible = choices();
    const chosen = possible[pick(possible.length)];
    chosen?.();
    await settled();
    return chosen !== undefined;
  };
  const lineOf = (name: string) => lines.find((line) => line.name === name);
  return {
    transcript,
    of: (name) => ({
      fetch: fetch ?? (() => Promise.reject(new TypeError("no network"))),
      dial: (_url, events) => {
        const line: Line = {
          name,
          toRelay: [],
          toClient: [],
          events,
          relay: undefined,
          state: "dialled",
        };
        lines.push(line);
        return {
          send: (frame) => {
            if (line.state === "open") line.toRelay.push(frame);
          },
          close: () => close(line),
          buffered: () => 0,
        };
      },
    }),
    quiet: async () => {
      while (await step(() => 0));
    },
    step,
    setTamper: (next) => {
      tamper = next;
    },
    setReachable: (next) => {
      reachable = next;
    },
    cut: (name) => {
      const line = lineOf(name);
      if (line !== undefined) close(line);
    },
    inject: (name, frame) => {
      lineOf(name)?.toClient.push(frame);
    },
    halfOpen: (name) => {
      const line = lineOf(name);
      if (line !== undefined) line.state = "cut";
    },
    open: (name) => lineOf(name)?.state === "open",
  };
};
