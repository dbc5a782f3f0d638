import type { UnsavedMarks } from "../../shell/unsaved/index.ts";
import type { OpenDocument, SavedState } from "../../vault/index.ts";

/**
 * Follows a document for as long as its words have no place, also after its page was left: leaving then closes it only
 * once they are kept, and until then what stands beside the list says so. Answers how to leave.
 */
export const holdUntilSaved = (
  document: Pick<OpenDocument, "saved$" | "close">,
  marks: Pick<UnsavedMarks, "add">,
  /** Whether the engine has the words; before that they are in this page only. */
  isMade: () => boolean = () => true,
): (() => void) => {
  let left = false;
  let said: SavedState | undefined;
  let unmark = () => {};
  let stop = () => {};
  const letGo = () => {
    if (!left || said?.code === "writing" || said?.code === "not-saved") return;
    stop();
    unmark();
    void document.close();
  };
  stop = document.saved$.subscribe((state) => {
    said = state;
    unmark();
    unmark = state.code === "not-saved" ? marks.add({ reason: state.reason, onlyHere: !isMade() }) : () => {};
    letGo();
  });
  return () => {
    left = true;
    letGo();
  };
};
