import type { Components, Theme } from "@mui/material/styles";
import { focusRing, hoverWash, motion, role, sans, serif, touch, wide } from "./roles.ts";
import { fixedSize } from "./typography.ts";

const pressed = { transform: "translateY(1px)" };

/** Buttons, fields, switches, chips: everything a person presses or fills in. */
export const controls: Components<Theme> = {
  MuiButtonBase: {
    defaultProps: { disableRipple: true },
    styleOverrides: { root: { "&.Mui-focusVisible": focusRing } },
  },
  MuiButton: {
    defaultProps: { disableElevation: true, variant: "outlined" },
    styleOverrides: {
      root: {
        minHeight: 48,
        minWidth: 0,
        padding: "6px 20px",
        borderRadius: 4,
        transition: `background-color ${motion.press}, border-color ${motion.press}, color ${motion.press}`,
        "&:active": pressed,
        [wide]: { minHeight: 40, padding: "6px 16px" },
        [touch]: { minHeight: 48 },
        "&.Mui-disabled": { color: role.disabled, border: `1px solid ${role.hairline}`, background: "none" },
      },
      contained: {
        "&:hover": { backgroundColor: `color-mix(in srgb, ${role.fill} 92%, ${role.paper})` },
        "&:active": { backgroundColor: `color-mix(in srgb, ${role.fill} 88%, #000)` },
        "&.MuiButton-colorError": {
          backgroundColor: role.dangerFill,
          color: role.onDanger,
          "&:hover": { backgroundColor: `color-mix(in srgb, ${role.dangerFill} 92%, ${role.paper})` },
        },
      },
      outlined: {
        borderColor: role.rule,
        color: role.ink,
        backgroundColor: "transparent",
        "&:hover": { borderColor: role.rule, backgroundColor: role.wash },
        "&.MuiButton-colorError": { color: role.danger, borderColor: role.danger },
      },
      text: {
        color: role.link,
        padding: "6px 8px",
        [wide]: { padding: "6px 8px" },
        textDecoration: "underline",
        textDecorationThickness: 1,
        textUnderlineOffset: 4,
        textDecorationColor: `color-mix(in srgb, currentColor 55%, transparent)`,
        "&:hover": { backgroundColor: "transparent", textDecorationColor: "currentColor" },
        "&.Mui-disabled": { border: 0 },
        "&.MuiButton-colorError": { color: role.danger },
      },
    },
  },
  MuiIconButton: {
    styleOverrides: {
      root: {
        width: 44,
        height: 44,
        padding: 0,
        borderRadius: 4,
        color: role.ink2,
        "&:hover": { backgroundColor: hoverWash, color: role.ink },
        "&:active": pressed,
        "&.Mui-disabled": { color: role.disabled },
        "@media (pointer: fine)": { width: 36, height: 36 },
      },
    },
  },
  MuiLink: {
    defaultProps: { underline: "always" },
    styleOverrides: {
      root: {
        color: role.link,
        textDecorationThickness: 1,
        textUnderlineOffset: 3,
        textDecorationColor: `color-mix(in srgb, currentColor 55%, transparent)`,
        borderRadius: 2,
        "&:hover": { textDecorationColor: "currentColor" },
        "&:focus-visible": focusRing,
      },
    },
  },
  MuiFormControlLabel: {
    styleOverrides: { label: { fontFamily: sans, ...fixedSize(15, 22), color: role.ink } },
  },
  // Browsers write what is typed into fields to disk, in the clear, to offer it again: as words of forms, and as the
  // state of pages they may have to restore. `off` keeps both away; a passphrase field says what it is instead.
  MuiInputBase: { defaultProps: { autoComplete: "off" } },
  MuiTextField: { defaultProps: { variant: "standard", fullWidth: true, autoComplete: "off" } },
  MuiInputLabel: {
    defaultProps: { shrink: true },
    styleOverrides: {
      root: {
        position: "static",
        transform: "none",
        font: "inherit",
        fontFamily: sans,
        ...fixedSize(13, 18),
        color: role.ink3,
        "&.Mui-focused": { color: role.ink3 },
        "&.Mui-error": { color: role.ink3 },
      },
    },
  },
  MuiInput: {
    styleOverrides: {
      root: {
        fontFamily: serif,
        ...fixedSize(19, 28),
        minHeight: 40,
        color: role.ink,
        "label + &": { marginTop: 0 },
        "&::before": { borderBottomColor: role.rule },
        "&:hover:not(.Mui-disabled, .Mui-error)::before": {
          borderBottomColor: role.ink2,
          borderBottomWidth: 1,
        },
        "&::after": { borderBottomColor: role.link, borderBottomWidth: 2, transition: "none" },
        "&.Mui-error::before, &.Mui-error::after": { borderBottomColor: role.danger },
        "&.Mui-disabled::before": { borderBottomStyle: "solid", borderBottomColor: role.hairline },
      },
      input: { caretColor: role.accent, padding: "5px 0 7px", height: "auto" },
    },
  },
  MuiFormHelperText: {
    styleOverrides: {
      root: {
        fontFamily: sans,
        fontSize: "0.8125rem",
        lineHeight: 18 / 13,
        marginTop: 6,
        color: role.ink3,
        "&.Mui-error": { color: role.danger },
      },
    },
  },
  MuiCheckbox: {
    styleOverrides: {
      root: {
        color: role.rule,
        borderRadius: 4,
        "&.Mui-checked": { color: role.fill },
        "&.Mui-focusVisible": focusRing,
      },
    },
  },
  MuiRadio: {
    styleOverrides: { root: { color: role.rule, "&.Mui-checked": { color: role.fill } } },
  },
  MuiSwitch: {
    styleOverrides: {
      root: { width: 40, height: 24, padding: 0, flexShrink: 0, overflow: "visible" },
      switchBase: {
        padding: 0,
        margin: 6,
        color: role.rule,
        transition: `transform ${motion.press}`,
        "&.Mui-checked": {
          margin: 3,
          transform: "translateX(16px)",
          color: role.onFill,
          "& .MuiSwitch-thumb": { width: 18, height: 18 },
          "& + .MuiSwitch-track": { backgroundColor: role.fill, borderColor: role.fill, opacity: 1 },
        },
        "&.Mui-focusVisible + .MuiSwitch-track": focusRing,
        "&.Mui-disabled": { color: role.hairline },
        "&.Mui-disabled + .MuiSwitch-track": { opacity: 1, borderColor: role.hairline },
      },
      thumb: { width: 12, height: 12, boxShadow: "none", backgroundColor: "currentColor" },
      track: {
        borderRadius: 12,
        border: `1px solid ${role.rule}`,
        backgroundColor: "transparent",
        opacity: 1,
        boxSizing: "border-box",
      },
    },
  },
  MuiChip: {
    defaultProps: { variant: "outlined" },
    styleOverrides: {
      root: {
        height: 32,
        borderRadius: 4,
        fontFamily: sans,
        fontSize: "0.875rem",
        color: role.ink2,
        borderColor: role.hairline,
        "&.Mui-focusVisible": { ...focusRing, backgroundColor: "transparent" },
        "&[aria-pressed='true'], &[aria-checked='true'], &[aria-selected='true']": {
          backgroundColor: role.wash,
          borderColor: role.link,
          color: role.ink,
          fontWeight: 550,
        },
        "&.MuiChip-clickable:hover": { backgroundColor: role.wash },
        [touch]: { "&::after": { content: '""', position: "absolute", inset: "-6px 0" } },
      },
      label: { paddingInline: 10 },
    },
  },
  MuiTabs: {
    styleOverrides: {
      root: { minHeight: 44 },
      indicator: { backgroundColor: role.accent, height: 2 },
    },
  },
  MuiTab: {
    styleOverrides: {
      root: {
        minHeight: 44,
        minWidth: 0,
        padding: "0 0",
        marginInlineEnd: 20,
        fontSize: "0.9375rem",
        fontWeight: 400,
        color: role.ink3,
        "&.Mui-selected": { color: role.ink, fontWeight: 600 },
      },
    },
  },
};
