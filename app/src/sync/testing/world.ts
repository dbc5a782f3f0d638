/** A vault with two devices, the real relay's core over its store in memory, a clock turned by hand: all from a seed. */
import {
  assert,
  type Bytes,
  encodeEnvelope,
  type FeedEpoch,
  type Principal,
  parseEnvelope,
  type Random,
  stubOf,
  type VerifiedEnvelope,
  verifiedBefore,
  type WriterId,
  zeroWriter,
} from "@whisperwell/crypto";
import { seededRandom } from "../../../../crypto/src/testing.ts";
import { createRelay, defaultLimits, type RelayLimits } from "../../../../sync-server/src/relay/index.ts";
import { createMemoryRelayStore } from "../../../../sync-server/src/store/memory.ts";
import type { SyncStatus } from "../../vault/api.ts";
import { createSyncClient, type SyncClient, type SyncClientDeps } from "../client.ts";
import { createTestClock, type TestClock } from "./clock.ts";
import { founders } from "./founders.ts";
import { createDisk, createMemoryLog, type Disk, type MemoryLog } from "./memory-log.ts";
import { createTestNetwork, type TestNetwork } from "./network.ts";
import { forgetNames } from "./transcript.ts";

export const origin = "https://relay.example";

export interface Device {
  readonly name: string;
  readonly principal: Principal;
  readonly log: MemoryLog;
  readonly client: SyncClient;
  readonly status: () => SyncStatus;
}
export interface World {
  readonly clock: TestClock;
  readonly random: Random;
  readonly network: TestNetwork;
  readonly phone: Device;
  readonly laptop: Device;
  /** What the founder holds, for records made by hand. */
  readonly passphrase: Principal;
  /** The same device after a crash: memory gone, disk as it is. */
  readonly reopen: (device: Device, disk?: Disk) => Device;
  /** A relay on a new, empty store (another feed epoch) that knows the vault, in place of the old one. */
  readonly replaceRelay: (limits?: Partial<RelayLimits>) => Promise<FeedEpoch>;
  readonly quiet: () => Promise<void>;
  readonly advance: (ms: number) => Promise<void>;
  /** What passed since the last call. */
  readonly told: () => string;
  /** Texts the relay's store holds of ordinary writers: nothing acknowledged may be missing. */
  readonly feedLength: () => Promise<number>;
}
export interface WorldOptions {
  readonly seed?: number;
  readonly limits?: Partial<RelayLimits>;
  readonly clientDeps?: (name: string) => Partial<SyncClientDeps>;
}

export const createWorld = async ({ seed = 1, limits, clientDeps }: WorldOptions = {}): Promise<World> => {
  forgetNames();
  const random = seededRandom(seed);
  const clock = createTestClock();
  const first = founders(random, clock);
  const { vaultId } = first.state;

  const makeRelay = async (overrides: Partial<RelayLimits> = {}) => {
    const store = createMemoryRelayStore({ random });
    const relay = createRelay({
      store,
      clock,
      random,
      limits: { ...defaultLimits, ...limits, ...overrides },
      audience: () => origin,
      metrics: { appended: () => undefined, refused: () => undefined, goaway: () => undefined },
      report: (error) => {
        throw error;
      },
    });
    for (const item of first.records) {
      const batch = [sealed(item, first.phone)];
      await store.append(vaultId, batch, { most: defaultLimits.quota, create: true, at: 0 });
    }
    return { store, relay };
  };
  let home = await makeRelay();
  const network = createTestNetwork({ connect: (wire) => home.relay.connect(wire) });

  const open = (name: string, principal: Principal, writerIds: readonly WriterId[], disk: Disk): Device => {
    const log = createMemoryLog({ random, device: principal, writerIds, epochKey: first.epochKey, disk });
    const client = createSyncClient({ clock, network: network.of(name), log, random, ...clientDeps?.(name) });
    let status: SyncStatus | undefined;
    client.status$.subscribe((next) => {
      status = next;
    });
    return { name, principal, log, client, status: () => status as SyncStatus };
  };
  const writersOf = (name: string) => (name === "phone" ? first.phoneWriters : first.laptopWriters);
  const quiet = () => network.quiet();
  const fresh = () => createDisk(first.state, first.records);
  return {
    clock,
    random,
    network,
    passphrase: first.passphrase,
    phone: open("phone", first.phone, first.phoneWriters, fresh()),
    laptop: open("laptop", first.laptop, first.laptopWriters, fresh()),
    reopen: (device, disk = device.log.disk) => {
      device.client.stop();
      return open(device.name, device.principal, writersOf(device.name), disk);
    },
    replaceRelay: async (overrides) => {
      network.cut("phone");
      network.cut("laptop");
      home = await makeRelay(overrides);
      return home.store.feedEpoch;
    },
    quiet,
    advance: (ms) => clock.advance(ms, quiet),
    told: () => network.transcript.splice(0).join("\n"),
    feedLength: async () => (await home.store.vault(vaultId))?.head ?? 0,
  };
};

const sealed = (item: Bytes, signer: Principal) => {
  const parsed = parseEnvelope(item);
  assert(parsed.ok, "a record that was issued parses");
  const envelope: VerifiedEnvelope = verifiedBefore(parsed.value, signer.id);
  const { prev, wseq, kind, docTag } = envelope.header;
  return {
    writerId: zeroWriter,
    wseq,
    prev,
    hash: envelope.hash,
    kind,
    docTag,
    signed: true,
    stub: encodeEnvelope(stubOf(envelope)),
    body: (envelope.body ?? new Uint8Array(0)) as Bytes,
  };
};
