import Box from "@mui/material/Box";
import { LockSimpleIcon } from "@phosphor-icons/react/dist/csr/LockSimple";
import { MagnifyingGlassIcon } from "@phosphor-icons/react/dist/csr/MagnifyingGlass";
import { PenNibIcon } from "@phosphor-icons/react/dist/csr/PenNib";
import { Link, useLocation } from "react-router";
import { overlayOpened, useAppDispatch } from "../../store/index.ts";
import { SyncLine } from "../alarms/SyncLine.tsx";
import { useTranslation } from "../i18n/index.ts";
import { shortcutText } from "../keys/shortcuts.ts";
import { useLock } from "../lock/LockHost.tsx";
import { paths } from "../paths.ts";
import { Mark } from "../pieces/Mark.tsx";
import { focusRing, role, serif, wide, wider } from "../theme/index.ts";
import { tip } from "../tips/tip.ts";
import { JournalsList } from "./JournalsList.tsx";
import { RailItem } from "./RailItem.tsx";
import { roomAt, rooms } from "./rooms.ts";
import { tool } from "./tool.ts";

const onlyWide = { display: "none", [wider]: { display: "block" } } as const;
const railTool = { ...tool, minHeight: 36, [wider]: { paddingInline: "20px" } } as const;
const wideLabel = {
  position: "absolute",
  width: 1,
  height: 1,
  overflow: "hidden",
  clipPath: "inset(50%)",
  [wider]: { position: "static", width: "auto", height: "auto", clipPath: "none", flex: 1 },
} as const;

/** From 900 px: icons; from 1200 px: names, journals and the sync sentence too. */
export const Rail = () => {
  const { t } = useTranslation("shell");
  const dispatch = useAppDispatch();
  const lock = useLock();
  const here = roomAt(useLocation().pathname);
  const writing = useLocation().pathname === paths.write;
  const item = (name: keyof typeof rooms) => {
    const { to, Sign, keys } = rooms[name];
    return (
      <RailItem
        key={name}
        label={t(`nav.${name}`)}
        to={to}
        Sign={Sign}
        here={here === name && !writing}
        {...(keys === undefined ? {} : { keys })}
      />
    );
  };
  return (
    <Box
      component="nav"
      aria-label={t("nav.label")}
      sx={{
        display: "none",
        [wide]: { display: "flex" },
        flexDirection: "column",
        width: 72,
        [wider]: { width: 216 },
        flexShrink: 0,
        position: "sticky",
        top: 0,
        height: "100dvh",
        overflowY: "auto",
        backgroundColor: role.desk,
        borderInlineEnd: `1px solid ${role.hairline}`,
      }}
    >
      <Box
        sx={{
          display: "flex",
          alignItems: "center",
          gap: 2.5,
          padding: "18px 22px 0",
          minHeight: 46,
          [wider]: { paddingInline: "20px" },
        }}
      >
        <Mark size={26} />
        <Box
          component="span"
          sx={{
            ...onlyWide,
            fontFamily: serif,
            fontWeight: 500,
            fontSize: "1.1875rem",
            lineHeight: "26px",
            color: role.ink,
          }}
        >
          {t("name")}
        </Box>
      </Box>
      <Box
        component={Link}
        to={paths.write}
        {...tip(t("nav.write"), "N", "right")}
        aria-current={writing ? "page" : undefined}
        sx={{
          margin: "16px 12px 12px",
          minHeight: 40,
          display: "flex",
          alignItems: "center",
          justifyContent: "center",
          gap: 2.5,
          borderRadius: "4px",
          backgroundColor: role.fill,
          color: role.onFill,
          textDecoration: "none",
          typography: "button",
          fontWeight: 550,
          "&:hover": { backgroundColor: `color-mix(in srgb, ${role.fill} 92%, ${role.paper})` },
          "&:active": { transform: "translateY(1px)" },
          "&:focus-visible": focusRing,
          [wider]: { justifyContent: "flex-start", paddingInline: "20px 10px", margin: "14px 16px 14px" },
        }}
      >
        <PenNibIcon size={20} weight="light" aria-hidden="true" style={{ flexShrink: 0 }} />
        <Box component="span" sx={wideLabel}>
          {t("nav.write")}
        </Box>
        <Box
          component="kbd"
          aria-hidden="true"
          sx={{
            ...onlyWide,
            border: "1px solid currentColor",
            borderRadius: "3px",
            fontSize: "0.6875rem",
            lineHeight: 16 / 11,
            paddingInline: "7px",
            opacity: 0.9,
          }}
        >
          N
        </Box>
      </Box>
      {item("journal")}
      {item("lookBack")}
      {item("favourites")}
      {item("tags")}
      <Box
        component="button"
        {...tip(t("nav.find"), shortcutText("palette"), "right")}
        type="button"
        onClick={() => dispatch(overlayOpened("palette"))}
        sx={railTool}
      >
        <MagnifyingGlassIcon size={21} weight="light" aria-hidden="true" style={{ flexShrink: 0 }} />
        <Box component="span" sx={wideLabel}>
          {t("nav.find")}
        </Box>
      </Box>
      <Box sx={onlyWide}>
        <JournalsList />
      </Box>
      <Box sx={{ marginTop: "auto", paddingBottom: 4 }}>
        <Box sx={{ ...onlyWide, padding: "16px 20px 12px" }}>
          <SyncLine />
        </Box>
        {item("trash")}
        {item("settings")}
        <Box
          component="button"
          type="button"
          onClick={lock}
          sx={railTool}
          {...tip(t("nav.lock"), shortcutText("lock"), "right")}
        >
          <LockSimpleIcon size={21} weight="light" aria-hidden="true" style={{ flexShrink: 0 }} />
          <Box component="span" sx={wideLabel}>
            {t("nav.lock")}
          </Box>
        </Box>
      </Box>
    </Box>
  );
};
