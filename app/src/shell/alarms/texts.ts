import { registerTexts } from "../i18n/index.ts";

/** Title, then what happened, what is safe, what to do. `{{count}}` and `{{device}}` come from the alarm's details. */
export interface AlarmWords {
  readonly title: string;
  readonly what: string;
  readonly safe: string;
  readonly next: string;
}

const compare =
  "Look at the devices one by one before you trust this relay again. If you did not expect this, save a backup file first.";
const kept = "Everything this device had is still here, and writing goes on as usual.";

/** Every alarm of the protocol; `UNKNOWN` stands for one that a newer version raised. */
export const alarmTexts = {
  FORK: {
    title: "Two devices were shown different things",
    what: "One change has two successors that cannot both be true. Either the relay shows your devices different journals, or a device was copied.",
    safe: kept,
    next: compare,
  },
  MEMBERSHIP_FORK: {
    title: "There are two lists of your devices",
    what: "The list of who may read this journal goes on in two ways that cannot both be true.",
    safe: kept,
    next: compare,
  },
  WITHHELD: {
    title: "Your relay keeps something back",
    what: "Another device has seen changes that the relay does not hand over to this one.",
    safe: kept,
    next: "Open the other device and let it sync. If this stays, ask whoever runs the relay, and keep both devices.",
  },
  BODY_MISSING: {
    title: "Part of an entry is missing on your relay",
    what: "The relay says that something was tidied away that never was.",
    safe: kept,
    next: "Keep the device that wrote it, and save a backup file from it.",
  },
  ROLLBACK: {
    title: "Your relay shows an older journal than before",
    what: "It now holds less than it had already shown to this device.",
    safe: kept,
    next: "Ask whoever runs the relay whether an old backup was restored. If no one did that, look at your other devices before you trust it.",
  },
  ACK_BROKEN: {
    title: "Your relay lost what it had promised to keep",
    what: "It confirmed changes and no longer has them.",
    safe: kept,
    next: "Save a backup file, then let this device send them again. Ask whoever runs the relay what happened.",
  },
  RELAY_LOST: {
    title: "Your relay started over",
    what: "Its store is new, and what was in the old one is not in it.",
    safe: kept,
    next: "This device can fill it again. Save a backup file first.",
  },
  FEED_CHURN: {
    title: "Your relay keeps starting over",
    what: "It has claimed a new beginning several times in a short while.",
    safe: kept,
    next: "Turn sync off until whoever runs the relay has looked at it.",
  },
  PAGE_INVALID: {
    title: "Your relay sent something that proves nothing",
    what: "Changes arrived that are not signed by any of your devices, or were altered on the way. They were refused.",
    safe: kept,
    next: "If this happens again, turn sync off and ask whoever runs the relay.",
  },
  REFUSED: {
    title: "Your relay refused without proof",
    what: "It gave a reason that it did not prove, so this device did not act on it.",
    safe: kept,
    next: "Wait and try again. If it stays so, ask whoever runs the relay.",
  },
  WRITER_FORK: {
    title: "This browser's storage went back in time",
    what: "Something this device had already sent is no longer in its storage. The browser may have been restored from a copy.",
    safe: "What was sent is on your relay and comes back from there.",
    next: "Leave this page open until everything has arrived. Do not restore browser profiles while the app is open.",
  },
  CLOCK: {
    title: "The clock of this device is off",
    what: "It differs so much from your relay's that neither can trust the other's times.",
    safe: "Everything you wrote is saved on this device.",
    next: "Set the clock of this device, or let it set itself.",
  },
  BUG: {
    title: "The app made a mistake",
    what: "Your relay refused something this app wrote in a form it should not have. Syncing of that part has stopped.",
    safe: kept,
    next: "Save a backup file, then update the app. The code below says which rule was broken.",
  },
  FENCE_CROSSED: {
    title: "Some changes came too late",
    what: "A removed device had written them after it was removed.",
    safe: "They are set aside, not deleted, and change nothing until you decide.",
    next: "Look at your devices. If one of them is not yours, remove it.",
  },
  QUARANTINE: {
    title: "Some changes could not be checked",
    what: "They are from a device whose right to write them could not be proven.",
    safe: "They are set aside, not deleted, and change nothing until they are checked.",
    next: "Let your other devices sync. What can be proven then joins by itself.",
  },
  EPOCH_UNREADABLE: {
    title: "A renewed key could not be opened here",
    what: "Your keys were renewed on another device, and the part meant for this one does not open.",
    safe: "What was here before can be read. Newer changes wait, sealed.",
    next: "Open the device that renewed them and add this one again.",
  },
  EPOCH_STALE: {
    title: "A device still writes with an old key",
    what: "It had already seen that the keys were renewed.",
    safe: "Its changes are set aside.",
    next: "Update the app on that device, and look whether it is really yours.",
  },
  SLOT_CHANGED: {
    title: "A way in was weakened",
    what: "Your relay or a device offered an older or weaker form of your passphrase lock. It was refused.",
    safe: "Your passphrase and your words open this journal as before.",
    next: compare,
  },
  DEVICE_ADDED: {
    title: "A device was added",
    what: "It can read everything in this journal from now on.",
    safe: "If it was you, nothing is wrong.",
    next: "If it was not you, remove it under Devices and sync, and change your passphrase.",
  },
  UNANCHORED: {
    title: "No other device has vouched for this yet",
    what: "Your relay could be showing a genuine but older journal.",
    safe: "Everything shown was written by your own devices. You may write meanwhile.",
    next: "Open one of your other devices: when it has synced, this goes away.",
  },
  OLD_WORLD: {
    title: "Your relay showed an older journal than your other device has",
    what: "It does not reach what the device that let this one in already knew.",
    safe: "Nothing was taken from it. Your other device has everything.",
    next: compare,
  },
  STALLED: {
    title: "Your relay has gone silent",
    what: "It is connected and answers nothing.",
    safe: "Everything you wrote is saved on this device.",
    next: "Keep writing. If it stays so for a day, save a backup file and ask whoever runs the relay.",
  },
  BLOB_INVALID: {
    title: "A photo or file arrived altered",
    what: "It does not match what was sealed on the device that added it, so it was not opened.",
    safe: "The entry around it is whole.",
    next: "Look at it on the device that added it, and keep that device.",
  },
  UNKNOWN: {
    title: "Something needs a look",
    what: "A part of the app raised a warning that this version has no words for.",
    safe: kept,
    next: "Update the app. The code below says what it is about.",
  },
} as const satisfies Record<string, AlarmWords>;

export type AlarmTextCode = keyof typeof alarmTexts;
/** The words of a code, whether this version knows it or not. */
export const alarmTextCode = (code: string): AlarmTextCode =>
  Object.hasOwn(alarmTexts, code) ? (code as AlarmTextCode) : "UNKNOWN";

registerTexts("alarms", alarmTexts);
declare module "i18next" {
  interface ResourceNamespaceMap {
    alarms: typeof alarmTexts;
  }
}
