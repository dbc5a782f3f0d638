import { registerTexts } from "./i18n/index.ts";

export const en = {
  name: "WhisperWell",
  back: "Back",
  cancel: "Not now",
  close: "Close",
  stop: "Stop",
  undo: "Undo",
  details: "Details: {{code}}",
  steps: { of: "of {{of}}", done: "Done" },
  mood: { drained: "Drained", low: "Low", even: "Even", good: "Good", full: "Full" },
  saved: {
    writing: "Writing…",
    here: "Saved here",
    onRelay: "Saved, on your relay",
    onDevices_one: "Saved, on {{count}} device",
    onDevices_other: "Saved, on {{count}} devices",
    notSaved: {
      "storage-full": "Not saved: this device has no room. Keep this page open.",
      "storage-refused": "Not saved. Keep this page open.",
    },
  },
  sync: {
    onlyHere: "Only on this device.",
    keepSafe: "Keep it safe",
    onlyHereWithFile: "On this device, and in a backup file of {{date}}.",
    connecting: "Asking your relay what is new.",
    pulling: "Bringing {{count}} of {{of}} changes here.",
    waiting_one: "{{count}} entry is only on this device.",
    waiting_other: "{{count}} entries are only on this device.",
    files_one: "{{count}} file is on its way to your relay.",
    files_other: "{{count}} files are on their way to your relay.",
    everythingRelay: "Everything is on your relay.",
    everythingDevices_one: "Everything is on your relay and {{count}} other device.",
    everythingDevices_other: "Everything is on your relay and {{count}} other devices.",
    someDevices_one: "Everything is on your relay. Your other device has not seen it all yet.",
    someDevices_other: "Everything is on your relay and on {{of}} of {{count}} other devices.",
    offline: "Offline since {{time}}. Writing is safe here.",
    offlineWaiting_one: "Offline since {{time}}. {{count}} entry waits, safe on this device.",
    offlineWaiting_other: "Offline since {{time}}. {{count}} entries wait, safe on this device.",
    full: "Your relay has no room left. New entries stay safe on this device.",
    signedOut: "Your relay no longer knows this device. What you write is safe here.",
    upgrade: "Your relay speaks another version. What you write is safe here.",
    closed: "Your relay takes nothing new. What you write is safe here.",
    revoked: "This device was removed from your journal. What you write stays here.",
    stopped: "Syncing has stopped. What you write is safe here.",
  },
  passphrase: {
    label: "Passphrase",
    show: "Show the passphrase",
    hide: "Hide the passphrase",
    useWords: "Use the 24 words",
    usePassphrase: "Use the passphrase",
    checking: "Checking…",
  },
  words: {
    group: "Your 24 words",
    word: "Word {{number}}",
    unknown: "Word {{number}}, “{{word}}”, is not in the list.",
    meant: "{{word}}?",
    suggestions: "Words that begin so",
  },
  alarm: {
    alarm: "Alarm",
    caution: "To look at",
    happened: "What happened",
    safe: "What is safe",
    todo: "What to do",
  },
} as const;

registerTexts("shell", en);
declare module "i18next" {
  interface ResourceNamespaceMap {
    shell: typeof en;
  }
}
