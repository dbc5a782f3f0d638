/** The device that joins. It sends nothing of a journal until its person confirmed that the other screen says *joined*. */
import {
  type Anchor,
  answerPairing,
  createPrincipal,
  err,
  ok,
  type Principal,
  parsePairingCode,
  type Result,
  randomId,
  showPairing,
  type WriterId,
} from "@whisperwell/crypto";
import type { NewcomerPairing, NewcomerStep, PairingError } from "../api.ts";
import { type JoinRefused, storeJoined } from "../keys/join.ts";
import { withSetup } from "../keys/setup.ts";
import { locate } from "../keys/unlock.ts";
import { createSubject } from "../observable.ts";
import { relaySetting } from "../relay-setting.ts";
import { type Channel, createChannel } from "./channel.ts";
import { fetchMembership } from "./fetch-membership.ts";
import type { PairingDeps } from "./pairings.ts";
import { pullToAnchor } from "./pull.ts";
import { anchorField, anchorReached } from "./stored-anchor.ts";

type Stepped<T> = Promise<Result<T, PairingError>>;

const refusedOf = (code: JoinRefused["code"] | "cancelled"): PairingError["code"] => {
  if (code === "cancelled") return code;
  if (code === "already-there") return "other-journal-here";
  if (code === "storage-full" || code === "storage-refused") return code;
  return code === "no-key" ? "tampered" : "storage-refused";
};

export const joinAsNewcomer = (
  { deps, enter, inTurn }: PairingDeps,
  { link, deviceName }: { readonly link?: string; readonly deviceName: string },
): NewcomerPairing => {
  const { random, clock, origin } = deps;
  const step$ = createSubject<NewcomerStep>({ step: "connecting" });
  const cancelled = new AbortController();
  let channel: Channel | undefined;
  let confirm = () => {};
  const confirmed = new Promise<void>((resolve) => {
    confirm = resolve;
  });
  const device = createPrincipal("device", random.bytes(32));
  const writerIds = Array.from({ length: 4 }, () => randomId<WriterId>(random));
  const party = { holds: false as const, device, writerIds, label: deviceName };

  const show = async (): Stepped<{ readonly channel: Channel; readonly at: string }> => {
    const shown = showPairing({ random }, { origin, party });
    const opened = createChannel(deps, shown.code, "O", shown.step);
    channel = opened;
    const lives = await opened.begin();
    if (!lives.ok) return lives;
    step$.set({ step: "code", link: shown.text, until: clock.now() + lives.value });
    return ok({ channel: opened, at: origin });
  };
  const answer = async (text: string): Stepped<{ readonly channel: Channel; readonly at: string }> => {
    const code = parsePairingCode(text);
    if (!code.ok) return err({ code: "code-unreadable" });
    const answered = answerPairing({ random }, { code: code.value, party });
    if (!answered.ok) return err({ code: "code-unreadable" });
    const joined = createChannel(deps, code.value, "A", answered.value);
    channel = joined;
    const begun = await joined.begin();
    return begun.ok ? ok({ channel: joined, at: code.value.origin }) : begun;
  };

  const meet = async (talk: Channel): Stepped<Anchor> => {
    const keyed = await talk.until("waiting-for-anchor");
    if (!keyed.ok) return keyed;
    if (keyed.value.phase === "waiting-for-anchor") step$.set({ step: "digits", digits: keyed.value.digits });
    const joined = await talk.until("joined");
    if (!joined.ok) return joined;
    return joined.value.phase === "joined" ? ok(joined.value.anchor) : err({ code: "tampered" });
  };

  const receive = async (anchor: Anchor, relay: string, me: Principal): Stepped<void> => {
    step$.set({ step: "receiving", progress: { done: 0, total: anchor.seq } });
    const fetched = await fetchMembership(deps, relay, anchor, me, cancelled.signal);
    if (!fetched.ok) return fetched;
    const store = async (): Stepped<void> => {
      const stored = await storeJoined(deps, {
        from: "feed",
        device: me,
        published: fetched.value.items,
        own: [],
        state: fetched.value.log.state,
        slots: [],
        finish: async (tx) => {
          const { heads, feedEpoch, seq } = anchor;
          await anchorField.put(tx, { heads, feedEpoch, seq });
          await relaySetting.put(tx, { origin: relay, on: true });
        },
      });
      if (!stored.ok) return err({ code: refusedOf(stored.error.code) });
      deps.signal.post({ type: "look", docTags: [] });
      const entered = await enter<PairingError>(stored.value, async (open) => {
        const { signal } = cancelled;
        const pulled = await pullToAnchor(
          { clock, store: deps.store },
          open,
          relay,
          anchor,
          signal,
          (progress) => step$.set({ step: "receiving", progress }),
        );
        if (pulled.ok) await anchorReached(open.unlocked);
        return pulled;
      });
      if (entered.ok) return entered;
      const { code } = entered.error;
      return err({ code: code === "storage-unreadable" ? "storage-refused" : code });
    };
    const alone = await inTurn(() => withSetup(deps, store, cancelled.signal));
    return alone.ok ? alone.value : err({ code: refusedOf(alone.error.code) });
  };

  const run = async (): Stepped<void> => {
    if ((await locate(deps)).phase !== "absent") return err({ code: "other-journal-here" });
    const met = link === undefined ? await show() : await answer(link);
    if (!met.ok) return met;
    const anchor = await meet(met.value.channel);
    if (!anchor.ok) return anchor;
    step$.set({ step: "confirm" });
    await confirmed;
    if (cancelled.signal.aborted) return err({ code: "cancelled" });
    return receive(anchor.value, met.value.at, device);
  };
  void run().then((ended) => {
    if (step$.value().step === "failed") return;
    step$.set(ended.ok ? { step: "joined" } : { step: "failed", error: ended.error });
  });

  return {
    step$,
    confirm,
    cancel: () => {
      if (step$.value().step === "joined") return;
      cancelled.abort();
      confirm();
      void channel?.cancel();
      step$.set({ step: "failed", error: { code: "cancelled" } });
    },
  };
};
