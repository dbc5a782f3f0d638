import "../en.ts";

export { SyncLine } from "../alarms/SyncLine.tsx";
export { ErrorNotice, useErrorWords } from "../errors/index.ts";
export { LockHost, useLock } from "../lock/LockHost.tsx";
export { AlarmPage } from "./AlarmPage.tsx";
export { Announcer, useAnnounce } from "./Announcer.tsx";
export { Code } from "./Code.tsx";
export { ConfirmWithPassphrase } from "./ConfirmWithPassphrase.tsx";
export { Digits, DigitsField } from "./DigitsField.tsx";
export { EmptyState } from "./EmptyState.tsx";
export { FieldError } from "./FieldError.tsx";
export { Hidden } from "./Hidden.tsx";
export { IconAction } from "./IconAction.tsx";
export { MarginNote, MarginPage, MarginRow } from "./MarginPage.tsx";
export { Mark } from "./Mark.tsx";
export { MoodWell, useMoodWord } from "./MoodWell.tsx";
export { Notice, type Tone } from "./Notice.tsx";
export { PageFooter, PageHeader } from "./PageHeader.tsx";
export { PassphraseField } from "./PassphraseField.tsx";
export { ProgressSentence } from "./ProgressSentence.tsx";
export { HereRibbon, Ribbon } from "./Ribbon.tsx";
export { SavedWord } from "./SavedWord.tsx";
export {
  SettingsAction,
  SettingsLink,
  SettingsRow,
  SettingsSection,
  SettingsSwitch,
} from "./SettingsRow.tsx";
export { Step, type StepState, Steps } from "./Steps.tsx";
export { type Reach, Stitches } from "./Stitches.tsx";
export { SyncSentence } from "./SyncSentence.tsx";
export { snackbar } from "./snackbar.ts";
export { type SyncWords, syncWordsOf } from "./syncSentence.ts";
export { TextField } from "./TextField.tsx";
export { type Undoable, UndoHost, useUndo } from "./Undo.tsx";
export { useAskBeforeClosing } from "./useAskBeforeClosing.ts";
export { useSettled } from "./useSettled.ts";
export { emptyWords, WordsField, wordsToGo } from "./WordsField.tsx";
