import { registerTexts } from "../i18n/index.ts";
import type { ErrorCode, ErrorWords } from "./codes.ts";

/** An error without words does not compile. */
export const errorTexts = {
  "wrong-passphrase": {
    what: "That is not the passphrase of this journal.",
    safe: "Nothing was changed. You can try as often as you like.",
    next: "Check capitals and spaces, or use your 24 words.",
  },
  "words-count": {
    what: "Some of the 24 words are missing.",
    safe: "Nothing was changed.",
    next: "Type all of them in the order of your paper.",
  },
  "words-unknown": {
    what: "One of the words is not in the list.",
    safe: "Nothing was changed.",
    next: "Look at the marked word: it is probably one letter away.",
  },
  "words-checksum": {
    what: "These words do not belong together.",
    safe: "Nothing was changed.",
    next: "All are real words, so one is probably swapped or misread. Compare them with your paper, in order.",
  },
  "wrong-words": {
    what: "These words are whole, but they open another journal.",
    safe: "Nothing was changed.",
    next: "Look for the paper that belongs to this one.",
  },
  "key-unreadable": {
    what: "This browser could not read your key.",
    safe: "Your journal has not been changed.",
    next: "Try again, or open it with your 24 words.",
  },
  "storage-full": {
    what: "This device has no room left.",
    safe: "Everything that was saved before is still here.",
    next: "Free some space on the device, then try again. Keep this page open until it says Saved.",
  },
  "storage-refused": {
    what: "The browser did not let us save.",
    safe: "Everything that was saved before is still here.",
    next: "Leave private browsing if you are in it, or allow this site to keep data. Keep this page open meanwhile.",
  },
  "already-there": {
    what: "There is a journal in this browser already.",
    safe: "It has not been touched.",
    next: "Open it with its passphrase or its 24 words.",
  },
  "not-found": {
    what: "That entry is not here.",
    safe: "Nothing was deleted by opening it.",
    next: "Look in the trash, or wait until your other device has synced.",
  },
  unreadable: {
    what: "That entry could not be read.",
    safe: "It is kept as it is, and every other entry opens.",
    next: "Try again. If it stays so, restore a backup beside it or compare with another device.",
  },
  locked: {
    what: "The journal is closed.",
    safe: "Everything in it is sealed.",
    next: "Open it first.",
  },
  "relay-unreachable": {
    what: "The relay does not answer.",
    safe: "Everything you wrote is saved on this device.",
    next: "Look whether you are online, then try again.",
  },
  "relay-closed": {
    what: "This relay takes no new journals.",
    safe: "Your journal stays on this device as before.",
    next: "Ask whoever runs it, or use another relay.",
  },
  "relay-invite": {
    what: "This relay wants an invitation, and this one is not valid.",
    safe: "Your journal stays on this device as before.",
    next: "Ask whoever runs it for a new invitation.",
  },
  "relay-full": {
    what: "The relay has no room left.",
    safe: "New entries stay on this device until there is room.",
    next: "Ask whoever runs it for more room, or save a backup file now.",
  },
  "relay-version": {
    what: "This app and the relay do not speak the same version.",
    safe: "Everything you wrote is saved on this device.",
    next: "Update the older of the two. Syncing resumes by itself.",
  },
  "relay-not-ours": {
    what: "What answered at that address is not a WhisperWell relay.",
    safe: "Nothing was sent to it.",
    next: "Check the address.",
  },
  "code-unreadable": {
    what: "That is not a code of this app, or part of it is missing.",
    safe: "Nothing was shared.",
    next: "Scan it again, or copy the whole link.",
  },
  "code-expired": {
    what: "That code has run out.",
    safe: "Nothing was shared.",
    next: "Make a new one. It works for ten minutes.",
  },
  "code-used": {
    what: "That code was opened already.",
    safe: "Nothing was shared.",
    next: "Make a new one. If it was not you who opened it, keep the new one closer.",
  },
  "digits-wrong": {
    what: "The digits were not the same.",
    safe: "Nothing was shared. The code no longer works on either device.",
    next: "Start again with a new code. If it happens twice, someone may stand between your devices: use another network.",
  },
  tampered: {
    what: "Something changed what the two devices said to each other.",
    safe: "Nothing was shared, and the connection was ended.",
    next: "Start again with a new code, if possible on another network.",
  },
  "other-journal-here": {
    what: "There is another journal in this browser.",
    safe: "It has not been touched.",
    next: "Use another browser or profile for this one, or save a backup of the journal that is here first.",
  },
  "old-world": {
    what: "The relay showed an older journal than your other device has.",
    safe: "Nothing was opened here. Your other device has everything.",
    next: "Wait a moment and start again. If it stays so, do not trust this relay until you have compared devices.",
  },
  "not-a-backup": {
    what: "That file is not a WhisperWell backup.",
    safe: "It was only read, not changed.",
    next: "Choose the file whose name ends in .whisperwell.",
  },
  "backup-newer": {
    what: "That backup was written by a newer version of this app.",
    safe: "The file is as it was.",
    next: "Update the app, then open it again.",
  },
  "backup-truncated": {
    what: "The backup ends too early: part of the file is missing.",
    safe: "Nothing of it was taken, and nothing here was changed.",
    next: "Copy the file again from where you keep it, or use another backup.",
  },
  "backup-damaged": {
    what: "Something in the backup file was changed after it was written.",
    safe: "Nothing of it was taken, and nothing here was changed.",
    next: "Copy the file again from where you keep it, or use another backup.",
  },
  "write-failed": {
    what: "The file could not be written.",
    safe: "Your journal is as it was. The unfinished file is not a backup.",
    next: "Choose another place, or look whether it has room.",
  },
  unwritable: {
    what: "This entry could not be stored.",
    safe: "Everything else was taken.",
    next: "Import the same file again: what is here already stays as it is.",
  },
  "not-here-yet": {
    what: "This file has not arrived on this device yet.",
    safe: "The device that added it still has it.",
    next: "It comes by itself when that device has sent it.",
  },
  damaged: {
    what: "This file does not match what was sealed.",
    safe: "It was not opened. The entry around it is whole.",
    next: "Look at it on another device, or restore it from a backup.",
  },
  offline: {
    what: "This file is on your relay, and you are offline.",
    safe: "Nothing is missing.",
    next: "It opens when you are online again.",
  },
  "storage-unreadable": {
    what: "This browser holds a journal, but its storage could not be read.",
    safe: "Nothing was changed or deleted.",
    next: "Close every tab of this app and open it again. If it stays so, restart the browser before anything else.",
  },
  "storage-newer": {
    what: "This journal was opened by a newer version of the app.",
    safe: "Nothing was changed.",
    next: "Load this page again to get the newer version.",
  },
} as const satisfies Record<ErrorCode, ErrorWords>;

registerTexts("errors", errorTexts);
declare module "i18next" {
  interface ResourceNamespaceMap {
    errors: typeof errorTexts;
  }
}
