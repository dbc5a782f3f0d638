import Box from "@mui/material/Box";
import { useRef } from "react";
import { Outlet, ScrollRestoration, useLocation } from "react-router";
import { ListNotices } from "../alarms/ListNotices.tsx";
import { Boundary } from "../app/Boundary.tsx";
import { useTranslation } from "../i18n/index.ts";
import { InstallSheet } from "../install/InstallSheet.tsx";
import { ShortcutsDialog } from "../keys/ShortcutsDialog.tsx";
import { useShortcuts } from "../keys/useShortcuts.ts";
import { LockHost } from "../lock/LockHost.tsx";
import { CommandPalette } from "../palette/CommandPalette.tsx";
import { Announcer } from "../pieces/Announcer.tsx";
import { UndoHost } from "../pieces/Undo.tsx";
import { focusRing, role, wide } from "../theme/index.ts";
import { BottomBar } from "./BottomBar.tsx";
import { Contents } from "./Contents.tsx";
import { Rail } from "./Rail.tsx";
import { hasBar, isList } from "./rooms.ts";
import { usePresence } from "./usePresence.ts";
import { useRouteFocus } from "./useRouteFocus.ts";

const SkipLink = () => {
  const { t } = useTranslation("shell");
  return (
    <Box
      component="a"
      href="#main"
      onClick={(event) => {
        event.preventDefault(); // The address is the router's.
        document.getElementById("main")?.focus();
      }}
      sx={{
        position: "fixed",
        insetInlineStart: 8,
        top: 8,
        zIndex: 1400,
        padding: "10px 16px",
        backgroundColor: role.raised,
        boxShadow: role.float,
        color: role.link,
        borderRadius: "4px",
        transform: "translateY(-200%)",
        "&:focus": { transform: "none", ...focusRing },
      }}
    >
      {t("nav.skip")}
    </Box>
  );
};

const Shortcuts = () => {
  useShortcuts();
  return null;
};

/** The frame around every room of an open journal. */
export const Frame = () => {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const list = isList(pathname);
  const bar = hasBar(pathname);
  usePresence();
  useRouteFocus(main);
  return (
    <Announcer>
      <UndoHost>
        <LockHost>
          <Shortcuts />
          <SkipLink />
          <Box
            sx={{
              display: "flex",
              flexDirection: "column",
              minHeight: "100dvh",
              [wide]: { flexDirection: "row" },
            }}
          >
            <Rail />
            <Box
              component="main"
              id="main"
              ref={main}
              tabIndex={-1}
              sx={{
                flex: "1 1 auto",
                minWidth: 0,
                display: "flex",
                flexDirection: "column",
                backgroundColor: role.paper,
                outline: "none",
                ...(bar && {
                  "--ww-bar": "calc(57px + env(safe-area-inset-bottom))",
                  [wide]: { "--ww-bar": "0px" },
                }),
              }}
            >
              {list && <ListNotices />}
              <Boundary place={pathname}>
                <Outlet />
              </Boundary>
            </Box>
            {bar && <BottomBar />}
          </Box>
          <Contents />
          <CommandPalette />
          <ShortcutsDialog />
          <InstallSheet quiet={!list} />
          <ScrollRestoration />
        </LockHost>
      </UndoHost>
    </Announcer>
  );
};
