import type { Components, Theme } from "@mui/material/styles";
import { focusRingInside, hoverWash, motion, role, sans, serif, touch } from "./roles.ts";
import { fixedSize } from "./typography.ts";

/** Dialogs, menus, bars, lists: everything that carries other things. */
export const surfaces: Components<Theme> = {
  MuiPaper: {
    defaultProps: { elevation: 0 },
    styleOverrides: { root: { backgroundImage: "none", color: role.ink } },
  },
  MuiAppBar: {
    defaultProps: { position: "static", elevation: 0, color: "transparent" },
    styleOverrides: { root: { backgroundColor: role.paper, color: role.ink } },
  },
  MuiToolbar: { styleOverrides: { root: { minHeight: 56 } } },
  MuiDialog: {
    styleOverrides: {
      paper: {
        backgroundColor: role.raised,
        borderRadius: 6,
        boxShadow: role.float,
        margin: 16,
        "@media (max-width: 599.95px)": { width: "calc(100% - 32px)" },
      },
    },
  },
  MuiBackdrop: {
    styleOverrides: { root: { "&:not(.MuiBackdrop-invisible)": { backgroundColor: role.scrim } } },
  },
  MuiDialogTitle: {
    styleOverrides: {
      root: {
        fontFamily: serif,
        fontStyle: "normal",
        fontWeight: 500,
        fontSize: "1.375rem",
        lineHeight: 28 / 22,
        padding: "24px 24px 8px",
      },
    },
  },
  MuiDialogContent: { styleOverrides: { root: { padding: "0 24px 8px" } } },
  MuiDialogContentText: {
    styleOverrides: {
      root: { color: role.ink2, fontFamily: serif, ...fixedSize(17, 26) },
    },
  },
  MuiDialogActions: {
    styleOverrides: {
      root: { padding: "16px 24px 20px", gap: 8, "& > :not(style) ~ :not(style)": { marginLeft: 0 } },
    },
  },
  MuiDrawer: {
    styleOverrides: {
      paper: { backgroundColor: role.desk, borderInlineEnd: `1px solid ${role.hairline}` },
      root: {
        "& .MuiDrawer-paperAnchorBottom": {
          backgroundColor: role.raised,
          borderRadius: "12px 12px 0 0",
          boxShadow: role.float,
          border: 0,
          paddingBottom: "env(safe-area-inset-bottom)",
        },
      },
    },
  },
  MuiPopover: {
    styleOverrides: {
      paper: { backgroundColor: role.raised, borderRadius: 6, boxShadow: role.float },
    },
  },
  MuiMenu: {
    styleOverrides: {
      paper: {
        backgroundColor: role.raised,
        border: `1px solid ${role.hairline}`,
        borderRadius: 6,
        boxShadow: role.float,
        minWidth: 184,
      },
      list: { paddingBlock: 6, "& .MuiDivider-root": { marginBlock: 6 } },
    },
  },
  MuiMenuItem: {
    styleOverrides: {
      root: {
        fontFamily: sans,
        ...fixedSize(15, 22),
        minHeight: 40,
        gap: 12,
        paddingInline: 14,
        color: role.ink,
        [touch]: { minHeight: 44 },
        "&:hover, &.Mui-focusVisible": { backgroundColor: role.wash },
        "&.Mui-focusVisible": focusRingInside,
        "&.Mui-selected, &.Mui-selected:hover": { backgroundColor: role.wash, fontWeight: 500 },
        "& .MuiListItemIcon-root": { minWidth: 0, color: "inherit" },
      },
    },
  },
  MuiListItemButton: {
    styleOverrides: {
      root: {
        minHeight: 44,
        transition: `background-color ${motion.press}`,
        "&:hover": { backgroundColor: hoverWash },
        "&.Mui-selected, &.Mui-selected:hover": { backgroundColor: role.wash },
        "&.Mui-focusVisible": { ...focusRingInside, backgroundColor: "transparent" },
      },
    },
  },
  MuiListItemText: {
    styleOverrides: {
      primary: { fontFamily: sans, ...fixedSize(15, 22), color: role.ink },
      secondary: { fontFamily: sans, ...fixedSize(13, 18), color: role.ink3 },
    },
  },
  MuiDivider: { styleOverrides: { root: { borderColor: role.hairline } } },
  MuiTooltip: {
    defaultProps: {
      disableInteractive: true,
      // Inside the page's main part where there is one: words outside every landmark are hard to come by.
      slotProps: { popper: { container: () => document.getElementById("main") ?? document.body } },
    },
    styleOverrides: {
      tooltip: {
        backgroundColor: role.inverse,
        color: role.onInverse,
        fontFamily: sans,
        fontWeight: 400,
        fontSize: "0.8125rem",
        lineHeight: 18 / 13,
        borderRadius: 4,
        padding: "5px 8px",
      },
    },
  },
  MuiSnackbarContent: {
    styleOverrides: {
      root: {
        backgroundColor: role.inverse,
        color: role.onInverse,
        borderRadius: 4,
        boxShadow: role.float,
        fontFamily: sans,
        fontSize: "0.9375rem",
        paddingInline: 16,
        "& .MuiButton-root": { color: role.onInverse },
      },
    },
  },
  MuiLinearProgress: {
    styleOverrides: {
      root: { height: 2, borderRadius: 0, backgroundColor: role.hairline },
      bar: { backgroundColor: role.link, borderRadius: 0 },
    },
  },
  MuiSkeleton: {
    defaultProps: { animation: false },
    styleOverrides: { root: { backgroundColor: role.hairline, borderRadius: 2 } },
  },
  MuiTableCell: {
    styleOverrides: {
      root: {
        fontFamily: sans,
        fontSize: "0.9375rem",
        lineHeight: 22 / 15,
        padding: "8px 16px 8px 0",
        borderBottomColor: role.hairline,
        color: role.ink2,
        fontFeatureSettings: "'tnum'",
      },
      head: { color: role.ink3, fontSize: "0.8125rem", fontWeight: 500 },
    },
  },
};
