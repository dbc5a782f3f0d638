/** The device that holds the journal: digits are typed here, a way in is asked again, then the newcomer is added. */
import {
  type Anchor,
  addIntent,
  answerPairing,
  cosign,
  cosignedTypes,
  type DeviceOffer,
  err,
  headerEpoch,
  issueAdd,
  ok,
  type Principal,
  parsePairingCode,
  type Result,
  sendAnchor,
  showPairing,
  typeDigits,
  type WriterHead,
  wipe,
  zeroWriter,
} from "@whisperwell/crypto";
import type { HolderPairing, HolderStep, PairingError, WayIn } from "../api.ts";
import type { OpenVault } from "../engine.ts";
import { attempt } from "../failure.ts";
import { openPrincipal } from "../keys/unlock.ts";
import { issueAndAppend } from "../log/membership-log.ts";
import { type Link, metaFields, readHeads } from "../log/meta.ts";
import { catchUpMembership } from "../log/writers.ts";
import { createSubject } from "../observable.ts";
import { hash8Of } from "../store/port.ts";
import { type Channel, createChannel } from "./channel.ts";
import type { PairingDeps } from "./pairings.ts";

type Stepped<T> = Promise<Result<T, PairingError>>;
/** Milliseconds until an `add` that the relay does not acknowledge counts as unreachable. */
const patience = 60_000;

/** The signed consent of the way in that was just asked for; it is used for this one record and forgotten. */
const consent = (slot: Principal, { unlocked }: OpenVault, { device }: DeviceOffer) => {
  const { session } = unlocked;
  const signature = cosign(slot, session.vaultId, cosignedTypes.add, addIntent(device.edPub, device.xPub));
  for (const secret of [slot.seed, slot.edSecret, slot.xSecret]) wipe(secret);
  return signature;
};

const addDevice = async (
  { store, random, clock }: PairingDeps["deps"],
  open: OpenVault,
  offer: DeviceOffer,
  slot: Principal,
): Promise<boolean> => {
  const { session, context } = open.unlocked;
  const coSignature = consent(slot, open, offer);
  for (let round = 0; round < 5; round++) {
    const written = await attempt(() =>
      store.write(["log", "meta"], "strict", (tx) =>
        issueAndAppend(tx, session, (state) => {
          const n = headerEpoch(state);
          const key = session.keyring.keyOf(n);
          return key === undefined
            ? err({ code: "epoch-key" })
            : issueAdd({ random, clock }, state, {
                signer: session.device,
                epochKey: { n, key },
                edPub: offer.device.edPub,
                xPub: offer.device.xPub,
                writerIds: offer.writerIds,
                label: offer.label,
                coSignature,
              });
        }),
      ),
    );
    if (!written.ok) return false;
    if (written.value.ok) {
      session.advance(written.value.value.state, new Map());
      context.events.emit({ type: "membership" });
      context.events.emit({ type: "outbox" });
      context.look([]);
      return true;
    }
    if (written.value.error.code !== "behind") return false;
    await catchUpMembership(store, session);
  }
  return false;
};

const further = (a: Link | undefined, b: Link | undefined): Link | undefined =>
  (a?.wseq ?? -1) >= (b?.wseq ?? -1) ? a : b;

/**
 * Where this device stands once the relay holds the newcomer's `add`: what the newcomer's world must reach. Everything the
 * feed showed or the relay acknowledged; `seq` is the place of the last of it. Our own commits come back only with the
 * next page, so waiting for them would take as long as a heartbeat.
 */
const anchorOf = async ({ unlocked }: OpenVault): Promise<Anchor | undefined> => {
  const { session, context } = unlocked;
  const state = session.membership();
  const read = await attempt(() =>
    context.store.read(["meta", "log"], async (tx) => {
      const heads: WriterHead[] = [];
      for (const [writerId, { feed, acknowledged }] of await readHeads(tx)) {
        const link = further(feed, acknowledged);
        if (link !== undefined) heads.push({ writerId, wseq: link.wseq, hash: link.hash });
      }
      const keys = heads.map(({ writerId, wseq, hash }) => [writerId, wseq, hash8Of(hash)] as const);
      return { cursor: await metaFields.cursor.get(tx), heads, records: await tx.log.getMany(keys) };
    }),
  );
  if (!read.ok || read.value.cursor === undefined) return undefined;
  const { cursor, heads, records } = read.value;
  const held = heads.find(({ writerId }) => writerId === zeroWriter);
  if (held === undefined || held.wseq < state.mseq) return undefined;
  return {
    vaultId: session.vaultId,
    genesisHash: session.genesisHash,
    mseq: state.mseq,
    mhash: state.head,
    heads: heads
      .filter(({ writerId }) => writerId !== zeroWriter)
      .sort((a, b) => (a.writerId < b.writerId ? -1 : 1)),
    feedEpoch: cursor.feedEpoch,
    seq: Math.max(cursor.seq, ...records.map((record) => record?.seq ?? 0)),
  };
};

const waitForAnchor = (
  { clock }: PairingDeps["deps"],
  open: OpenVault,
  signal: AbortSignal,
): Promise<Anchor | undefined> =>
  new Promise((resolve) => {
    const end = (anchor: Anchor | undefined) => {
      cancel();
      stop();
      resolve(anchor);
    };
    const cancel = clock.after(patience, () => end(undefined));
    const look = async () => {
      const anchor = await anchorOf(open);
      if (anchor !== undefined) end(anchor);
    };
    const stop = open.unlocked.context.events.on((event) => {
      if (event.type === "progress") void look();
    });
    signal.addEventListener("abort", () => end(undefined), { once: true });
    open.sync.now();
    void look();
  });

export const addDeviceAsHolder = (
  { deps, open: openNow }: PairingDeps,
  { link }: { readonly link?: string },
): HolderPairing => {
  const { random, clock } = deps;
  const step$ = createSubject<HolderStep>({ step: "connecting" });
  const cancelled = new AbortController();
  let channel: Channel | undefined;
  let onDigits: (digits: string) => void = () => {};
  let onApprove: (way: WayIn) => void = () => {};
  const party = { holds: true as const };

  const show = async (origin: string): Stepped<Channel> => {
    const shown = showPairing({ random }, { origin, party });
    const opened = createChannel(deps, shown.code, "O", shown.step);
    channel = opened;
    const lives = await opened.begin();
    if (!lives.ok) return lives;
    step$.set({ step: "code", link: shown.text, until: clock.now() + lives.value });
    return ok(opened);
  };
  const answer = async (text: string): Stepped<Channel> => {
    const code = parsePairingCode(text);
    if (!code.ok) return err({ code: "code-unreadable" });
    const answered = answerPairing({ random }, { code: code.value, party });
    if (!answered.ok) return err({ code: "code-unreadable" });
    const joined = createChannel(deps, code.value, "A", answered.value);
    channel = joined;
    const begun = await joined.begin();
    return begun.ok ? ok(joined) : begun;
  };

  /** While a person types here, the other side may give up: then this ends as well. */
  const asked = async <T>(talk: Channel, ask: (give: (answer: T) => void) => void): Stepped<T> => {
    let stop = async () => {};
    const answered = await new Promise<Result<T, PairingError>>((resolve) => {
      stop = talk.watchEnd((error) => resolve(err(error)));
      cancelled.signal.addEventListener("abort", () => resolve(err({ code: "cancelled" })), { once: true });
      ask((given) => resolve(ok(given)));
    });
    await stop();
    return answered;
  };

  const approve = async (talk: Channel, label: string): Stepped<Principal> => {
    let wrong: "wrong-passphrase" | "wrong-words" | undefined;
    for (;;) {
      step$.set({ step: "approve", label, ...(wrong !== undefined && { wrong }) });
      const way = await asked<WayIn>(talk, (give) => {
        onApprove = give;
      });
      if (!way.ok) return way;
      const slot = await openPrincipal(deps, way.value);
      if (slot.ok) return slot;
      wrong = way.value.kind === "passphrase" ? "wrong-passphrase" : "wrong-words";
    }
  };

  const run = async (): Stepped<string> => {
    const open = openNow();
    const setting = open?.sync.setting();
    if (open === undefined || setting?.on !== true) return err({ code: "relay-unreachable" });
    const met = link === undefined ? await show(setting.origin) : await answer(link);
    if (!met.ok) return met;
    const talk = met.value;
    const offered = await talk.until("waiting-for-digits");
    if (!offered.ok) return offered;
    step$.set({ step: "type-digits" });
    const digits = await asked<string>(talk, (give) => {
      onDigits = give;
    });
    if (!digits.ok) return digits;
    const typed = await talk.take(typeDigits(talk.state(), digits.value));
    if (!typed.ok) return typed;
    if (typed.value.phase !== "confirmed") return err({ code: "tampered" });
    const { offer } = typed.value;
    const slot = await approve(talk, offer.label);
    if (!slot.ok) return slot;
    if (cancelled.signal.aborted) return err({ code: "cancelled" });
    step$.set({ step: "adding" });
    if (!(await addDevice(deps, open, offer, slot.value))) return err({ code: "tampered" });
    const handed = await handOver(talk, open);
    if (handed.ok) return ok(offer.label);
    // The record stands and is sent sooner or later: whoever reads that it failed must know that it did not fail to add.
    await open.unlocked.alarms.raise("DEVICE_ADDED", { at: clock.now() });
    return handed;
  };
  const handOver = async (talk: Channel, open: OpenVault): Stepped<void> => {
    const anchor = await waitForAnchor(deps, open, cancelled.signal);
    if (anchor === undefined)
      return err({ code: cancelled.signal.aborted ? "cancelled" : "relay-unreachable" });
    const sent = await talk.take(sendAnchor({ random }, talk.state(), anchor));
    return sent.ok ? ok(undefined) : sent;
  };
  void run().then((ended) => {
    if (step$.value().step === "failed") return;
    step$.set(ended.ok ? { step: "joined", label: ended.value } : { step: "failed", error: ended.error });
  });

  return {
    step$,
    typeDigits: (digits) => onDigits(digits),
    approve: (way) => onApprove(way),
    cancel: () => {
      if (step$.value().step === "joined") return;
      cancelled.abort();
      void channel?.cancel();
      step$.set({ step: "failed", error: { code: "cancelled" } });
    },
  };
};
