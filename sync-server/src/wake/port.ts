/**
 * What relays over one store tell each other, and what they count together. Everything here may be lost or empty at
 * any time: words are hints (the heartbeat finds out anyway), counts begin again.
 */
import type { Bytes, VaultId } from "@whisperwell/crypto";
import type { Rate } from "../relay/rates.ts";

/** wake: the feed reached `head`. eph: a presence frame as it came, for the sessions of other relays. */
export type Word =
  | { readonly kind: "wake"; readonly head: number }
  | { readonly kind: "eph"; readonly frame: Bytes };

export interface Listening {
  /** Settles when nothing told from now on is missed, or when that cannot be had now. */
  readonly begun: Promise<void>;
  readonly stop: () => void;
}

export interface Wake extends AsyncDisposable {
  readonly tell: (vaultId: VaultId, word: Word) => void;
  /** Hears what other relays tell of this vault, until `stop`. */
  readonly listen: (vaultId: VaultId, hear: (word: Word) => void) => Listening;
  /** false when this was spent before, here or at another relay. `lives` in ms. */
  readonly spend: (name: string, lives: number) => Promise<boolean>;
  /** 0 when a token was taken, else the ms to wait. The rate is that of all relays together. */
  readonly take: (name: string, rate: Rate) => Promise<number>;
}
