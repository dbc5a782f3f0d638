import { focusRingInside, hoverWash, role } from "../theme/index.ts";

/** What is done rather than gone to: looks like a room's item, and is a button. */
export const tool = {
  display: "flex",
  alignItems: "center",
  gap: 3.5,
  minHeight: 44,
  width: "100%",
  border: 0,
  background: "none",
  font: "inherit",
  fontSize: "0.9375rem",
  color: role.ink2,
  paddingInline: "24px",
  cursor: "pointer",
  textAlign: "start",
  "&:hover": { backgroundColor: hoverWash, color: role.ink },
  "&:focus-visible": focusRingInside,
} as const;
