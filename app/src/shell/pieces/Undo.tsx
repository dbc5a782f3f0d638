import Button from "@mui/material/Button";
import Snackbar from "@mui/material/Snackbar";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { useTranslation } from "../i18n/index.ts";
import { snackbar } from "./snackbar.ts";

export interface Undoable {
  /** What was done: "Moved to trash, kept for 30 days." */
  readonly sentence: string;
  readonly undo: () => void;
}
const OfferUndo = createContext<(done: Undoable) => void>(() => undefined);

/** Offers to take back what was just done: 8 seconds, longer under the pointer or focus. */
export const useUndo = (): ((done: Undoable) => void) => useContext(OfferUndo);

export const UndoHost = ({ children }: { readonly children: ReactNode }) => {
  const { t } = useTranslation("shell");
  const [offer, setOffer] = useState<Undoable & { readonly times: number }>();
  const show = useCallback(
    (done: Undoable) => setOffer((last) => ({ ...done, times: (last?.times ?? 0) + 1 })),
    [],
  );
  const close = () => setOffer(undefined);
  return (
    <OfferUndo.Provider value={show}>
      {children}
      <Snackbar
        key={offer?.times}
        open={offer !== undefined}
        autoHideDuration={8000}
        onClose={(_, reason) => reason !== "clickaway" && close()}
        message={offer?.sentence}
        {...snackbar}
        action={
          <Button
            variant="text"
            onClick={() => {
              offer?.undo();
              close();
            }}
          >
            {t("undo")}
          </Button>
        }
      />
    </OfferUndo.Provider>
  );
};
