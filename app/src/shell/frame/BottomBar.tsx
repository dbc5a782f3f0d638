import Box from "@mui/material/Box";
import type { Icon } from "@phosphor-icons/react";
import { DotsThreeCircleIcon } from "@phosphor-icons/react/dist/csr/DotsThreeCircle";
import { PenNibIcon } from "@phosphor-icons/react/dist/csr/PenNib";
import { SlidersHorizontalIcon } from "@phosphor-icons/react/dist/csr/SlidersHorizontal";
import { Link, useLocation } from "react-router";
import { overlayOpened, useAppDispatch } from "../../store/index.ts";
import { useTranslation } from "../i18n/index.ts";
import { paths } from "../paths.ts";
import { HereRibbon } from "../pieces/Ribbon.tsx";
import { focusRingInside, role, wide } from "../theme/index.ts";
import { roomAt, rooms } from "./rooms.ts";

const place = {
  position: "relative",
  flex: 1,
  minWidth: 0,
  display: "flex",
  flexDirection: "column",
  alignItems: "center",
  justifyContent: "flex-end",
  gap: 0.5,
  padding: "0 2px 6px",
  minHeight: 56,
  border: 0,
  background: "none",
  font: "inherit",
  color: role.ink2,
  textDecoration: "none",
  cursor: "pointer",
  "&:focus-visible": focusRingInside,
} as const;
const name = (here: boolean) =>
  ({
    typography: "nav",
    fontWeight: here ? 600 : 400,
    color: here ? role.ink : role.ink2,
    whiteSpace: "nowrap",
    // Five names beside each other have this much room; at full size they stand in Contents.
    fontSize: "min(0.75rem, max(12px, 4vw))",
  }) as const;

const Place = ({
  label,
  to,
  Sign,
  here,
}: {
  readonly label: string;
  readonly to: string;
  readonly Sign: Icon;
  readonly here: boolean;
}) => (
  <Box
    component={Link}
    to={to}
    aria-current={here ? "page" : undefined}
    sx={{ ...place, color: here ? role.ink : role.ink2 }}
  >
    {here && <HereRibbon from="above" />}
    <Sign size={24} weight={here ? "regular" : "light"} aria-hidden="true" />
    <Box component="span" sx={name(here)}>
      {label}
    </Box>
  </Box>
);

/** Under 900 px: one-handed. Write is a block in the middle, not a floating button; what else there is lies in Contents. */
export const BottomBar = () => {
  const { t } = useTranslation("shell");
  const dispatch = useAppDispatch();
  const { pathname } = useLocation();
  const here = roomAt(pathname);
  return (
    <Box
      component="nav"
      aria-label={t("nav.label")}
      sx={{
        position: "sticky",
        bottom: 0,
        zIndex: 3,
        display: "flex",
        backgroundColor: role.paper,
        borderTop: `1px solid ${role.hairline}`,
        paddingBottom: "env(safe-area-inset-bottom)",
        paddingInline: "4px",
        [wide]: { display: "none" },
      }}
    >
      <Place
        label={t("nav.journal")}
        to={paths.journal}
        Sign={rooms.journal.Sign}
        here={here === "journal"}
      />
      <Place
        label={t("nav.lookBack")}
        to={paths.lookBack}
        Sign={rooms.lookBack.Sign}
        here={here === "lookBack"}
      />
      <Box component={Link} to={paths.write} sx={place}>
        <Box
          component="span"
          sx={{
            width: 50,
            height: 32,
            borderRadius: "4px",
            backgroundColor: role.fill,
            color: role.onFill,
            display: "flex",
            alignItems: "center",
            justifyContent: "center",
          }}
        >
          <PenNibIcon size={22} weight="light" aria-hidden="true" />
        </Box>
        <Box component="span" sx={{ ...name(false), color: role.ink }}>
          {t("nav.write")}
        </Box>
      </Box>
      <Place
        label={t("nav.settings")}
        to={paths.settings}
        Sign={SlidersHorizontalIcon}
        here={here === "settings"}
      />
      <Box
        component="button"
        type="button"
        aria-haspopup="dialog"
        onClick={() => dispatch(overlayOpened("contents"))}
        sx={place}
      >
        <DotsThreeCircleIcon size={24} weight="light" aria-hidden="true" />
        <Box component="span" sx={name(false)}>
          {t("nav.contents")}
        </Box>
      </Box>
    </Box>
  );
};
