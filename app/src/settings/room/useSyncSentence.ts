import { useFormat, useTranslation } from "../../shell/i18n/index.ts";
import { type SyncWords, syncWordsOf } from "../../shell/pieces/index.ts";
import { useStorage, useSync } from "../../store/index.ts";

/** The sync sentence as text, and how loudly it speaks. Empty until the engine has answered. */
export const useSyncSentence = (): { readonly sentence: string; readonly words?: SyncWords } => {
  const { t } = useTranslation("shell");
  const format = useFormat();
  const sync = useSync();
  const storage = useStorage();
  if (sync === undefined) return { sentence: "" };
  const words = syncWordsOf(sync, storage);
  const sentence = t(`sync.${words.key}`, {
    count: words.count ?? 0,
    of: words.of ?? 0,
    time: words.since === undefined ? "" : format.time(words.since),
    date: words.since === undefined ? "" : format.shortDate(words.since, Date.now()),
  });
  return { sentence, words };
};
