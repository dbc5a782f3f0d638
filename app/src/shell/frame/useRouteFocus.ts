import { type RefObject, useEffect, useRef } from "react";
import { useLocation } from "react-router";
import { useTranslation } from "../i18n/index.ts";
import { paths } from "../paths.ts";
import { roomAt } from "./rooms.ts";

/**
 * After a change of page the focus goes to its heading, unless the page itself took it (an editor) or the person is
 * still in the list beside it. The tab's title names the room and never an entry: browsers write titles into their
 * history.
 */
export const useRouteFocus = (main: RefObject<HTMLElement | null>): void => {
  const { pathname } = useLocation();
  const { t } = useTranslation("shell");
  const last = useRef(pathname);
  useEffect(() => {
    const name = pathname.startsWith("/entry/")
      ? t("nav.entry")
      : pathname === paths.write
        ? t("nav.write")
        : pathname.startsWith("/alarm/")
          ? t("nav.alarm")
          : t(`nav.${roomAt(pathname)}`);
    document.title = `${name} · ${t("name")}`;
    if (last.current === pathname) return undefined;
    last.current = pathname;
    const frame = requestAnimationFrame(() => {
      const active = document.activeElement;
      const page = main.current;
      if (page === null || (active !== null && active !== document.body && page.contains(active))) return;
      const target = page.querySelector<HTMLElement>("h1[tabindex]") ?? page;
      target.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [pathname, main, t]);
};
