/** Who else has what open: other tabs say so to each other, other devices by presence. Decides how soon typing is sent. */
import type { DocTag, PrincipalId } from "@whisperwell/crypto";
import type { Clock } from "../../sync/ports.ts";
import type { TabSignal } from "../tab-signal.ts";
import type { Company } from "./rhythm.ts";

/** A tab repeats what it has open; one that was silent for longer is gone. Milliseconds. */
const repeatEvery = 15_000;
const believedFor = 35_000;

export interface CompanyWatch {
  readonly of: (tag: DocTag) => Company;
  /** What this tab has open now. */
  readonly announce: (tags: readonly DocTag[]) => void;
  readonly hearTab: (tab: string, tags: readonly DocTag[]) => void;
  /** A frame of another device was accepted; `tags`: what it has open. */
  readonly hearDevice: (device: PrincipalId, tags: readonly DocTag[]) => void;
  /** Its link to us is gone: it is no longer believed to be there. */
  readonly forgetDevice: (device: PrincipalId) => void;
  readonly onlineDevices: () => ReadonlySet<PrincipalId>;
  readonly close: () => void;
}

export const createCompanyWatch = (
  { clock, signal }: { readonly clock: Clock; readonly signal: TabSignal },
  tab: string,
): CompanyWatch => {
  const tabs = new Map<string, { readonly at: number; readonly tags: readonly DocTag[] }>();
  const devices = new Map<PrincipalId, { readonly at: number; readonly tags: readonly DocTag[] }>();
  let own: readonly DocTag[] = [];
  let cancel = () => {};
  const isRecent = ({ at }: { readonly at: number }) => clock.now() - at < believedFor;
  const say = () => {
    cancel();
    signal.post({ type: "open", tab, docTags: own });
    if (own.length > 0) cancel = clock.after(repeatEvery, say);
  };
  return {
    of: (tag) => {
      const others = [...devices.values()].filter(isRecent);
      const elsewhere = [...others, ...[...tabs.values()].filter(isRecent)];
      return {
        othersOnline: others.length > 0,
        openElsewhere: elsewhere.some(({ tags }) => tags.includes(tag)),
      };
    },
    announce: (tags) => {
      if (own.length === 0 && tags.length === 0) return;
      own = tags;
      say();
    },
    hearTab: (from, tags) => void tabs.set(from, { at: clock.now(), tags }),
    hearDevice: (device, tags) => void devices.set(device, { at: clock.now(), tags }),
    forgetDevice: (device) => void devices.delete(device),
    onlineDevices: () =>
      new Set([...devices].flatMap(([device, heard]) => (isRecent(heard) ? [device] : []))),
    close: () => {
      own = [];
      say();
    },
  };
};
