/**
 * An entry is asked for while the finger is still down on its row: what the engine needs to open it passes while the
 * page is being changed. Who pressed and then went elsewhere lets go of it after a moment.
 */
import { createContext } from "react";
import type { Vault } from "../../vault/index.ts";

type Opening = ReturnType<Vault["open"]>;

export interface OpeningAhead {
  readonly begin: (docId: string) => void;
  /** What was begun for this entry, now the caller's to close; undefined where nothing was. */
  readonly take: (docId: string) => Opening | undefined;
  readonly drop: () => void;
}

/** Milliseconds that a press may take to become a page. */
const patience = 3000;

export const createOpeningAhead = (open: Vault["open"]): OpeningAhead => {
  let begun: { readonly docId: string; readonly opening: Opening; readonly timer: number } | undefined;
  const end = () => {
    clearTimeout(begun?.timer);
    begun = undefined;
  };
  const drop = () => {
    void begun?.opening.then(async (opened) => {
      if (opened.ok) await opened.value.close();
    });
    end();
  };
  return {
    begin: (docId) => {
      if (begun?.docId === docId) return;
      drop();
      begun = { docId, opening: open(docId), timer: window.setTimeout(drop, patience) };
    },
    take: (docId) => {
      if (begun?.docId !== docId) return undefined;
      const { opening } = begun;
      end();
      return opening;
    },
    drop,
  };
};

export const OpeningAheadContext = createContext<OpeningAhead>({
  begin: () => {},
  take: () => undefined,
  drop: () => {},
});
