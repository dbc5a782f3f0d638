/**
 * The blank page. Nothing is made when a person presses Write: a page that is left blank must not become an empty entry
 * on every device, nor lie in the trash for 30 days. The first letter, mood or tag makes the entry; until the engine has
 * it open (a few milliseconds) what was typed is held here and then handed over as ordinary Yjs updates, both ways, so
 * the editor keeps its document, its caret and an input method's composition.
 */
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import type { When } from "../../documents/index.ts";
import type { Observable, OpenDocument, SavedState, Vault } from "../../vault/index.ts";

export interface UnwrittenEntry {
  /** What the page edits; `docId` is empty until the entry exists. */
  readonly document: OpenDocument;
  /** Present value first: undefined until the entry exists. */
  readonly docId$: Observable<string | undefined>;
  /** Makes the entry now, for a change that is not text. Answers its id, or undefined when it could not be made. */
  readonly ensure: () => Promise<string | undefined>;
  /** True once something was put on the page. */
  readonly started: () => boolean;
  /** True once the engine has it, and with it every word. */
  readonly made: () => boolean;
}

const createValue = <T>(initial: T) => {
  let value = initial;
  const listeners = new Set<(value: T) => void>();
  return {
    get: () => value,
    set: (next: T) => {
      value = next;
      for (const listener of listeners) listener(next);
    },
    observable: {
      subscribe: (listener: (value: T) => void) => {
        listeners.add(listener);
        listener(value);
        return () => {
          listeners.delete(listener);
        };
      },
    } satisfies Observable<T>,
  };
};

/** Joins two documents of one entry: what either has goes to the other, now and from now on. Answers how to part them. */
export const joinDocuments = (page: Y.Doc, engine: Y.Doc): (() => void) => {
  const fromPage = Symbol("page");
  const fromEngine = Symbol("engine");
  Y.applyUpdateV2(page, Y.encodeStateAsUpdateV2(engine), fromEngine);
  Y.applyUpdateV2(engine, Y.encodeStateAsUpdateV2(page), fromPage);
  const toEngine = (update: Uint8Array, origin: unknown) => {
    if (origin !== fromEngine) Y.applyUpdateV2(engine, update, fromPage);
  };
  const toPage = (update: Uint8Array, origin: unknown) => {
    if (origin !== fromPage) Y.applyUpdateV2(page, update, fromEngine);
  };
  page.on("updateV2", toEngine);
  engine.on("updateV2", toPage);
  return () => {
    page.off("updateV2", toEngine);
    engine.off("updateV2", toPage);
  };
};

type Changes = {
  readonly added: readonly number[];
  readonly updated: readonly number[];
  readonly removed: readonly number[];
};

/** Lets the page speak through the engine's presence and see the others'. */
const joinAwareness = (page: Awareness, engine: Awareness): (() => void) => {
  const own = () => engine.setLocalState({ ...engine.getLocalState(), ...page.getLocalState() });
  const fromPage = ({ added, updated }: Changes) => {
    if ([...added, ...updated].includes(page.clientID)) own();
  };
  const fromEngine = ({ added, updated, removed }: Changes, origin: unknown) => {
    const others = [...added, ...updated, ...removed].filter((id) => id !== engine.clientID);
    if (others.length > 0) applyAwarenessUpdate(page, encodeAwarenessUpdate(engine, others), origin);
  };
  own();
  const others = [...engine.getStates().keys()].filter((id) => id !== engine.clientID);
  if (others.length > 0) applyAwarenessUpdate(page, encodeAwarenessUpdate(engine, others), engine);
  page.on("change", fromPage);
  engine.on("change", fromEngine);
  return () => {
    page.off("change", fromPage);
    engine.off("change", fromEngine);
  };
};

/** Milliseconds until a page that could not be made is tried again without another letter: room may have come back. */
const againAfter = 5000;
const onTimer = (work: () => void): void => void setTimeout(work, againAfter);

/** A page for an entry that does not exist yet. `init` is asked when it is made, so its time is that of the first letter. */
export const createUnwrittenEntry = (
  vault: Pick<Vault, "createEntry" | "open">,
  init: () => { readonly when: When; readonly journal?: string },
  later: (work: () => void) => void = onTimer,
): UnwrittenEntry => {
  const ydoc = new Y.Doc();
  const awareness = new Awareness(ydoc);
  const docId = createValue<string | undefined>(undefined);
  const saved = createValue<SavedState | undefined>(undefined);
  let making: Promise<string | undefined> | undefined;
  let release = async () => {};
  let closed = false;

  const make = async (): Promise<string | undefined> => {
    const created = await vault.createEntry(init());
    const opened = created.ok ? await vault.open(created.value) : created;
    if (!created.ok || !opened.ok) {
      const full = !opened.ok && opened.error.code === "storage-full";
      saved.set({ code: "not-saved", reason: full ? "storage-full" : "storage-refused" });
      making = undefined;
      // Locked meanwhile, there is nothing to try.
      if (opened.ok || opened.error.code !== "locked") later(() => closed || void ensure());
      return undefined;
    }
    const partDocuments = joinDocuments(ydoc, opened.value.ydoc);
    const partAwareness = joinAwareness(awareness, opened.value.awareness);
    const stopSaved = opened.value.saved$.subscribe(saved.set);
    release = async () => {
      partDocuments();
      partAwareness();
      stopSaved();
      await opened.value.close();
    };
    docId.set(created.value);
    if (closed) await release();
    return created.value;
  };
  const ensure = () => {
    making ??= make();
    return making;
  };

  ydoc.on("updateV2", (_update: Uint8Array, origin: unknown) => {
    if (docId.get() !== undefined || typeof origin === "symbol") return;
    if (making === undefined) saved.set({ code: "writing" });
    void ensure();
  });

  return {
    document: {
      docId: "",
      ydoc,
      awareness,
      writable: true,
      saved$: {
        subscribe: (listener) =>
          saved.observable.subscribe((state) => {
            if (state !== undefined) listener(state);
          }),
      },
      close: async () => {
        closed = true;
        await release();
      },
    },
    docId$: docId.observable,
    ensure,
    started: () => making !== undefined,
    made: () => docId.get() !== undefined,
  };
};
