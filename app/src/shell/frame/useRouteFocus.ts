import { type RefObject, useEffect, useRef } from "react";
import { useLocation } from "react-router";
import { useTranslation } from "../i18n/index.ts";
import { earlyKeys } from "../keys/early-keys.ts";
import { paths } from "../paths.ts";
import { roomAt } from "./rooms.ts";

/**
 * After a change of page, and when the journal opens, the focus goes to the page's heading, unless the page itself took it
 * (an editor) or the person is still in the list beside it. A link to where one is already leads into its text. The tab's title names the room and never an entry: browsers write titles into their
 * history.
 */
export const useRouteFocus = (main: RefObject<HTMLElement | null>): void => {
  const { pathname, key } = useLocation();
  const { t } = useTranslation("shell");
  const last = useRef<{ readonly pathname: string; readonly key: string }>(undefined);
  useEffect(() => {
    const name = pathname.startsWith("/entry/")
      ? t("nav.entry")
      : pathname === paths.write
        ? t("nav.write")
        : pathname.startsWith("/alarm/")
          ? t("nav.alarm")
          : t(`nav.${roomAt(pathname)}`);
    document.title = `${name} · ${t("name")}`;
    const before = last.current;
    last.current = { pathname, key };
    if (before?.key === key) return undefined;
    const frame = requestAnimationFrame(() => {
      if (earlyKeys.isWaiting()) return;
      const active = document.activeElement;
      const nowhere = active === null || active === document.body;
      const page = main.current;
      if (page === null || (!nowhere && (before === undefined || page.contains(active)))) return;
      // Where only the search changed, what is open over the page keeps the focus.
      const again = before?.pathname === pathname;
      if (again && !nowhere && active.closest("nav") === null) return;
      const text = again ? page.querySelector<HTMLElement>('[contenteditable="true"]') : null;
      const target = text ?? page.querySelector<HTMLElement>("h1[tabindex]") ?? page;
      target.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [pathname, key, main, t]);
};
