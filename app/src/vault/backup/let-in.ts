/**
 * A restored journal's new device is let in by the slot that opened the file. Where the relay already has this journal, the
 * record goes on top of what the relay has, at once and signed in as that slot: afterwards only a way in asked for again
 * could do it. Without a relay it goes on top of the file's own log and waits.
 */
import {
  assert,
  createPrincipal,
  currentEpoch,
  encodeEnvelope,
  err,
  type Issued,
  issueAdd,
  type MembershipLog,
  ok,
  openEpochKeys,
  type Principal,
  type Result,
  randomId,
  readMembershipLog,
  sign,
  type VerifiedBackup,
  type WriterId,
} from "@whisperwell/crypto";
import { type Visit, type VisitFailure, visitRelay } from "../../sync/index.ts";
import type { EngineDeps } from "../deps.ts";

export interface LetIn {
  readonly device: Principal;
  /** Whole records up to the one before `added`. */
  readonly log: MembershipLog;
  readonly added: Issued;
  /** The relay holds `added` already. */
  readonly published: boolean;
}
export interface LetInDeps extends Pick<EngineDeps, "random" | "clock"> {
  /** Where a journal is looked for; without it nothing is asked. */
  readonly relay?: Pick<EngineDeps, "network" | "origin">;
}
const lostRacesMost = 3;

/** True for the same log, and for one that goes on where the other ends. */
const goesOnFrom = (longer: MembershipLog, log: MembershipLog): boolean =>
  longer.steps[log.state.mseq]?.envelope.hash === log.state.head;

const identityOf = ({ log, principal }: Pick<VerifiedBackup, "log" | "principal">) => ({
  vaultId: log.state.vaultId,
  deviceId: principal.id,
  sign: (message: Uint8Array) => sign(message, principal.edSecret),
});

/** The relay's log where it goes on from the file's: who was locked out since then is locked out of what is restored. */
export const newestLog = async (
  { clock, relay }: LetInDeps,
  verified: Pick<VerifiedBackup, "log" | "principal">,
  signal?: AbortSignal,
): Promise<MembershipLog> => {
  const { log: file } = verified;
  if (relay === undefined) return file;
  const { network, origin } = relay;
  const items = await visitRelay(
    { clock, network },
    origin,
    identityOf(verified),
    (visit) => visit.membership(),
    signal,
  );
  const log = items.ok ? readMembershipLog(items.value) : items;
  return log.ok && goesOnFrom(log.value, file) ? log.value : file;
};

type Issue = (log: MembershipLog) => Issued | undefined;
/** undefined: another device was faster; ask again. "elsewhere": the relay's log is not a continuation of the file's. */
const addAtRelay = async (
  visit: Visit,
  file: MembershipLog,
  issue: Issue,
): Promise<Result<Omit<LetIn, "device"> | "elsewhere" | undefined, VisitFailure>> => {
  const items = await visit.membership();
  if (!items.ok) return items;
  const log = readMembershipLog(items.value);
  const added = log.ok && goesOnFrom(log.value, file) ? issue(log.value) : undefined;
  if (!log.ok || added === undefined) return ok("elsewhere");
  const appended = await visit.append(added.item);
  if (appended.ok) return ok({ log: log.value, added, published: true });
  const { error } = appended;
  if (error.code !== "refused") return err(error);
  return ok(error.why === "conflict" ? undefined : "elsewhere");
};

export const letIn = async (
  { random, clock, relay }: LetInDeps,
  verified: Pick<VerifiedBackup, "log" | "principal">,
  deviceName: string,
  signal?: AbortSignal,
): Promise<LetIn> => {
  const { log: file, principal } = verified;
  const device = createPrincipal("device", random.bytes(32));
  const writerIds = Array.from({ length: 4 }, () => randomId<WriterId>(random));
  const issue: Issue = ({ state }) => {
    const keys = openEpochKeys(state, principal);
    const n = currentEpoch(state);
    const key = keys.ok ? keys.value.get(n) : undefined;
    if (key === undefined) return undefined;
    const { edPub, xPub } = device;
    const added = issueAdd({ random, clock }, state, {
      signer: principal,
      epochKey: { n, key },
      edPub,
      xPub,
      writerIds,
      label: deviceName,
    });
    return added.ok ? added.value : undefined;
  };
  for (let race = 0; relay !== undefined && race < lostRacesMost; race++) {
    const { network, origin } = relay;
    const visited = await visitRelay(
      { clock, network },
      origin,
      identityOf(verified),
      (visit) => addAtRelay(visit, file, issue),
      signal,
    );
    if (!visited.ok || visited.value === "elsewhere") break;
    if (visited.value !== undefined) return { device, ...visited.value };
  }
  const added = issue(file);
  assert(added !== undefined, "the file was opened with this live slot and the key of its newest epoch");
  return { device, log: file, added, published: false };
};

/** Records as they are stored: those the relay has, and those of ours that still wait. */
export const recordsOf = ({ log, added, published }: LetIn) => {
  const shown = log.steps.map(({ envelope }) => encodeEnvelope(envelope));
  return published ? { published: [...shown, added.item], own: [] } : { published: shown, own: [added] };
};
