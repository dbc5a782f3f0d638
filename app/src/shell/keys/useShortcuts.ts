import { useEffect, useRef } from "react";
import { useNavigate } from "react-router";
import { overlayOpened, useAppDispatch } from "../../store/index.ts";
import { useLock } from "../lock/LockHost.tsx";
import { paths } from "../paths.ts";
import { earlyKeys } from "./early-keys.ts";
import { matchPress, readSingleKeys, shortcutPaths } from "./shortcuts.ts";

/** Letters belong to what is being written. */
const takesText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName));
const pauseBetweenKeys = 1200;

export const useShortcuts = (): void => {
  const dispatch = useAppDispatch();
  const navigate = useNavigate();
  const lock = useLock();
  const before = useRef<{ keys: readonly string[]; at: number }>({ keys: [], at: 0 });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.altKey) return;
      const command = event.ctrlKey || event.metaKey;
      // A dialog keeps its keys to itself.
      const busy = takesText(event.target) || document.querySelector("[role='dialog']") !== null;
      if (!command && busy) return;
      const keys = event.timeStamp - before.current.at < pauseBetweenKeys ? before.current.keys : [];
      const { name, pending } = matchPress(
        { key: event.key, command, shift: event.shiftKey },
        keys,
        readSingleKeys(),
      );
      before.current = { keys: pending, at: event.timeStamp };
      if (name === undefined) return;
      event.preventDefault();
      const to = shortcutPaths[name];
      if (to === paths.write) earlyKeys.begin();
      if (to !== undefined) void navigate(to);
      else if (name === "palette") dispatch(overlayOpened("palette"));
      else if (name === "help") dispatch(overlayOpened("shortcuts"));
      else if (name === "lock") lock();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [dispatch, navigate, lock]);
  useEffect(() => {
    const onClick = ({ target, button, ctrlKey, metaKey, shiftKey }: MouseEvent) => {
      const link = target instanceof Element ? target.closest("a")?.getAttribute("href") : undefined;
      const [path] = link?.replace(/^#/u, "").split("?") ?? [];
      const here = button === 0 && !ctrlKey && !metaKey && !shiftKey;
      if (here && path === paths.write) earlyKeys.begin();
    };
    document.addEventListener("click", onClick, { capture: true });
    return () => document.removeEventListener("click", onClick, { capture: true });
  }, []);
};
