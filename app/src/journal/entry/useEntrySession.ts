import { useCallback, useContext, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { EntryChange, When } from "../../documents/index.ts";
import { unsavedMarks } from "../../shell/unsaved/index.ts";
import { useVault } from "../../store/index.ts";
import type { OpenDocument, OpenError, Vault } from "../../vault/index.ts";
import { holdUntilSaved } from "./held.ts";
import { OpeningAheadContext } from "./opening-ahead.ts";
import { createUnwrittenEntry } from "./unwritten.ts";

/** What a page is about: an entry there is, or a blank page for one there may be. */
export type EntryTarget =
  | { readonly kind: "existing"; readonly docId: string }
  | { readonly kind: "blank"; readonly key: string; readonly init: () => { when: When; journal?: string } };

export interface EntrySession {
  readonly document: OpenDocument;
  /** Undefined while the page is blank. */
  readonly docId: string | undefined;
  /** Makes the entry first where it is not there yet. False when the change could not be made. */
  readonly change: (changes: readonly EntryChange[]) => Promise<boolean>;
}
export type SessionState =
  | { readonly phase: "opening" }
  | { readonly phase: "open"; readonly session: EntrySession }
  | { readonly phase: "failed"; readonly code: OpenError["code"] };

const sessionOf = (vault: Vault, document: OpenDocument, docId: string): EntrySession => ({
  document,
  docId,
  change: async (changes) => (await vault.edit(docId, changes)).ok,
});

const opening: SessionState = { phase: "opening" };
const keyOf = (target: EntryTarget): string => (target.kind === "existing" ? target.docId : target.key);

/**
 * Opens what the page is about and lets go of it when the page goes on. A blank page that became an entry stays the same
 * session when the address takes on the entry's id (`onMade`), so that the caret does not notice.
 */
export const useEntrySession = (target: EntryTarget, onMade: (docId: string) => void): SessionState => {
  const vault = useVault();
  const ahead = useContext(OpeningAheadContext);
  const [{ of, state }, setOpened] = useState<{ readonly of: string; readonly state: SessionState }>({
    of: "",
    state: opening,
  });
  const made = useRef<string>(undefined);
  const tell = useRef(onMade);
  tell.current = onMade;
  const key = keyOf(target);
  const kept = target.kind === "existing" && made.current === target.docId;
  const held = useRef<{ readonly key: string; readonly release: () => void }>(undefined);
  const targetRef = useRef(target);
  targetRef.current = target;

  const open = useCallback(() => {
    const present = targetRef.current;
    const of = keyOf(present);
    const setState = (next: SessionState) => setOpened({ of, state: next });
    let live = true;
    if (present.kind === "blank") {
      const blank = createUnwrittenEntry(vault, () =>
        live && targetRef.current.kind === "blank" ? targetRef.current.init() : present.init(),
      );
      const leave = holdUntilSaved(blank.document, unsavedMarks, blank.made);
      const session = (docId: string | undefined): EntrySession => ({
        document: blank.document,
        docId,
        change: async (changes) => {
          const id = docId ?? (await blank.ensure());
          return id !== undefined && (await vault.edit(id, changes)).ok;
        },
      });
      const stop = blank.docId$.subscribe((docId) => {
        if (!live) return;
        setState({ phase: "open", session: session(docId) });
        if (docId === undefined) return;
        made.current = docId;
        tell.current(docId);
      });
      return () => {
        live = false;
        stop();
        leave();
      };
    }
    setState(opening);
    let leave = () => {};
    void (ahead.take(present.docId) ?? vault.open(present.docId)).then((opened) => {
      if (!opened.ok) {
        if (live) setState({ phase: "failed", code: opened.error.code });
        return;
      }
      if (!live) {
        void opened.value.close();
        return;
      }
      leave = holdUntilSaved(opened.value, unsavedMarks);
      setState({ phase: "open", session: sessionOf(vault, opened.value, present.docId) });
    });
    return () => {
      live = false;
      leave();
    };
  }, [vault, ahead]);

  // Before the page is painted: a blank page that is seen but not there yet would lose the first letter.
  useLayoutEffect(() => {
    if (kept) return;
    held.current?.release();
    made.current = undefined;
    held.current = { key, release: open() };
  }, [key, kept, open]);
  useEffect(
    () => () => {
      held.current?.release();
      held.current = undefined;
    },
    [],
  );
  // What was open before is not drawn again only to go: the page of this target begins with nothing.
  return kept || of === key ? state : opening;
};
