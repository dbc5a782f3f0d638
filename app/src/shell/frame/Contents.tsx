import Box from "@mui/material/Box";
import Drawer from "@mui/material/Drawer";
import { LockSimpleIcon } from "@phosphor-icons/react/dist/csr/LockSimple";
import { MagnifyingGlassIcon } from "@phosphor-icons/react/dist/csr/MagnifyingGlass";
import { XIcon } from "@phosphor-icons/react/dist/csr/X";
import { useEffect, useRef } from "react";
import { useLocation } from "react-router";
import {
  overlayClosed,
  overlayOpened,
  selectOverlay,
  useAppDispatch,
  useAppSelector,
} from "../../store/index.ts";
import { SyncLine } from "../alarms/SyncLine.tsx";
import { useTranslation } from "../i18n/index.ts";
import { useBackCloses } from "../layers/index.ts";
import { useLock } from "../lock/LockHost.tsx";
import { IconAction } from "../pieces/IconAction.tsx";
import { Mark } from "../pieces/Mark.tsx";
import { role, serif } from "../theme/index.ts";
import { JournalsList } from "./JournalsList.tsx";
import { RailItem } from "./RailItem.tsx";
import { roomAt, rooms } from "./rooms.ts";
import { tool } from "./tool.ts";

/** Everything there is, on a phone: opened by the mark or the bar. */
export const Contents = () => {
  const { t } = useTranslation("shell");
  const dispatch = useAppDispatch();
  const lock = useLock();
  const open = useAppSelector(selectOverlay) === "contents";
  const { pathname } = useLocation();
  const here = roomAt(pathname);
  const last = useRef(pathname);
  const close = () => {
    dispatch(overlayClosed());
  };
  useBackCloses(open, close);
  // Also when the page changed by itself: the way back, or an address typed by hand.
  useEffect(() => {
    if (last.current === pathname) return;
    last.current = pathname;
    if (open) dispatch(overlayClosed());
  }, [pathname, open, dispatch]);
  return (
    <Drawer
      open={open}
      onClose={close}
      slotProps={{
        paper: {
          "aria-label": t("nav.contents"),
          role: "dialog",
          "aria-modal": true,
          sx: { width: "min(300px, 86vw)" },
        },
      }}
    >
      <Box sx={{ display: "flex", alignItems: "center", gap: 2.5, padding: "12px 12px 12px 20px" }}>
        <Mark size={26} />
        <Box
          component="span"
          sx={{ flex: 1, fontFamily: serif, fontWeight: 500, fontSize: "1.1875rem", color: role.ink }}
        >
          {t("name")}
        </Box>
        <IconAction label={t("close")} onClick={close}>
          <XIcon size={20} weight="light" />
        </IconAction>
      </Box>
      <Box component="nav" aria-label={t("nav.contents")}>
        {Object.values(rooms).map(({ name, to, Sign }) => (
          <RailItem
            key={name}
            label={t(`nav.${name}`)}
            to={to}
            Sign={Sign}
            here={here === name}
            labels="always"
            onClick={close}
          />
        ))}
        <JournalsList onChosen={close} />
      </Box>
      <Box sx={{ marginTop: "auto", paddingBottom: 4 }}>
        <Box sx={{ padding: "16px 20px 12px" }}>
          <SyncLine />
        </Box>
        <Box component="button" type="button" sx={tool} onClick={() => dispatch(overlayOpened("palette"))}>
          <MagnifyingGlassIcon size={21} weight="light" aria-hidden="true" />
          {t("nav.find")}
        </Box>
        <Box component="button" type="button" sx={tool} onClick={lock}>
          <LockSimpleIcon size={21} weight="light" aria-hidden="true" />
          {t("nav.lock")}
        </Box>
      </Box>
    </Drawer>
  );
};
