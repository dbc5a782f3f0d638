import Snackbar from "@mui/material/Snackbar";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from "react";
import { useVault } from "../../store/index.ts";
import { useTranslation } from "../i18n/index.ts";
import { snackbar } from "../pieces/snackbar.ts";
import { useAskBeforeClosing } from "../pieces/useAskBeforeClosing.ts";
import { unsavedMarks, useUnsaved } from "../unsaved/index.ts";

const Lock = createContext<() => void>(() => undefined);

/** Locks. Where words have no place yet the journal stays open, and a notice says why. */
export const useLock = (): (() => void) => useContext(Lock);

export const LockHost = ({ children }: { readonly children: ReactNode }) => {
  const { t } = useTranslation("shell");
  const vault = useVault();
  const [refused, setRefused] = useState(0);
  const [shown, setShown] = useState(false);
  const unsaved = useUnsaved();
  useAskBeforeClosing(unsaved !== undefined);
  useEffect(() => unsavedMarks.clear, []);
  const lock = useCallback(() => {
    const refuse = () => {
      setRefused((times) => times + 1);
      setShown(true);
    };
    if (unsavedMarks.holdsLock()) refuse();
    else void vault.lock().then((locked) => locked.ok || refuse());
  }, [vault]);
  return (
    <Lock.Provider value={lock}>
      {children}
      <Snackbar
        key={refused}
        open={shown}
        autoHideDuration={8000}
        onClose={(_, reason) => reason !== "clickaway" && setShown(false)}
        message={t("saved.notLocked")}
        {...snackbar}
      />
    </Lock.Provider>
  );
};
