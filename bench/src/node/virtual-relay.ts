/**
 * The relay's own core over its store in memory, on a clock that is turned by hand: hours of writing pass in seconds, and
 * every frame that a device sends or hears is counted. HTTP is answered where turning sync on asks for it.
 */
import {
  type Bytes,
  encodeEnvelope,
  fromBase64Url,
  type MembershipStep,
  readMembershipLog,
  ready,
  stubOf,
} from "@whisperwell/crypto";
import { decodeFrame, paths, protocolVersion } from "@whisperwell/sync-server/wire";
import type { Network } from "../../../app/src/sync/ports.ts";
import { createTestClock } from "../../../app/src/sync/testing/clock.ts";
import { createTestNetwork } from "../../../app/src/sync/testing/network.ts";
import { createTestBrowser, type TestClock } from "../../../app/src/vault/testing/browser.ts";
import { seededRandom } from "../../../crypto/src/testing.ts";
import { createRelay, defaultLimits } from "../../../sync-server/src/relay/index.ts";
import { createMemoryRelayStore } from "../../../sync-server/src/store/memory.ts";

export const origin = "https://relay.example";

export interface Passed {
  readonly direction: "sent" | "heard";
  readonly type: string;
  readonly bytes: number;
}

const sealedOf = ({ envelope }: MembershipStep) => ({
  ...envelope.header,
  hash: envelope.hash,
  signed: true,
  stub: encodeEnvelope(stubOf(envelope)),
  body: (envelope.body ?? new Uint8Array(0)) as Bytes,
});

export const createVirtualWorld = async (seed: number) => {
  await ready;
  const random = seededRandom(seed);
  const clock = createTestClock();
  const store = createMemoryRelayStore({ random });
  const relay = createRelay({
    store,
    clock,
    random,
    limits: defaultLimits,
    audience: () => origin,
    metrics: { appended: () => undefined, refused: () => undefined, goaway: () => undefined },
    report: (error) => {
      throw error;
    },
  });
  const passed: Passed[] = [];
  const answer = (value: unknown, status = 200) => new Response(JSON.stringify(value), { status });
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { pathname } = new URL(String(input));
    if (pathname === paths.about)
      return answer({ name: "whisperwell-relay", registration: "open", versions: [protocolVersion] });
    if (pathname !== paths.vaults) throw new TypeError(`nothing answers ${pathname}`);
    const { records } = JSON.parse(String(init?.body)) as { records: readonly string[] };
    const log = readMembershipLog(records.map((record) => fromBase64Url(record) ?? new Uint8Array(0)));
    if (!log.ok) throw new Error(log.error.code);
    const { vaultId } = log.value.state;
    let head = 0;
    for (const step of log.value.steps) {
      const outcome = await store.append(vaultId, [sealedOf(step)], {
        most: defaultLimits.quota,
        create: true,
        at: 0,
      });
      if (outcome.code === "stored") head = outcome.head;
    }
    return answer({ vaultId, feedEpoch: store.feedEpoch, head }, 201);
  };
  const lines = createTestNetwork({ connect: (wire) => relay.connect(wire), fetch });
  const count = (direction: Passed["direction"], frame: Uint8Array) => {
    const decoded = decodeFrame(frame as Bytes);
    passed.push({ direction, type: decoded.ok ? decoded.value.type : "unknown", bytes: frame.length });
  };
  const network = (name: string): Network => {
    const plain = lines.of(name);
    return {
      fetch: plain.fetch,
      dial: (url, events) => {
        const socket = plain.dial(url, {
          ...events,
          onFrame: (frame) => {
            count("heard", frame);
            events.onFrame(frame);
          },
        });
        return {
          ...socket,
          send: (frame) => {
            count("sent", frame);
            socket.send(frame);
          },
        };
      },
    };
  };
  const turned: TestClock = {
    now: clock.now,
    after: clock.after,
    advance: async (ms) => {
      await clock.advance(ms, lines.quiet);
      lines.transcript.length = 0; // hours of frames are only counted
    },
  };
  return {
    passed,
    clock: turned,
    cut: lines.cut,
    browser: (name: string, browserSeed: number) =>
      createTestBrowser(browserSeed, { clock: turned, network: network(name), origin }),
  };
};

/** Turns the clock until the call has its answer. */
export const answered = async <T>(clock: TestClock, work: Promise<T>): Promise<T> => {
  let done = false;
  const watched = work.finally(() => {
    done = true;
  });
  while (!done) await clock.advance(10);
  return watched;
};

export const sum = (passed: readonly Passed[]): number => passed.reduce((all, { bytes }) => all + bytes, 0);
