import Box from "@mui/material/Box";
import { role } from "../theme/index.ts";

/** How far something got: here, on the relay, on every device. Proven is a dash, not yet is a dot. */
export interface Reach {
  readonly here: boolean;
  readonly relay: boolean;
  readonly everyDevice: boolean;
}

const Stitch = ({ proven }: { readonly proven: boolean }) => (
  <Box
    component="span"
    sx={{
      display: "inline-block",
      width: proven ? 9 : 2.5,
      height: proven ? 2 : 2.5,
      borderRadius: proven ? 0 : "50%",
      marginInline: proven ? 0 : "3px",
      backgroundColor: "currentColor",
      transition: "width 300ms linear",
      forcedColorAdjust: "none",
      "@media (forced-colors: active)": { backgroundColor: "CanvasText" },
    }}
  />
);

/** Three stitches; the words beside them, or `label`, say the same to those who do not see them. */
export const Stitches = ({ reach, label }: { readonly reach: Reach; readonly label?: string }) => (
  <Box
    component="span"
    {...(label === undefined ? { "aria-hidden": true } : { role: "img", "aria-label": label })}
    sx={{ display: "inline-flex", alignItems: "center", gap: "3px", color: role.ink2, height: 8 }}
  >
    <Stitch proven={reach.here} />
    <Stitch proven={reach.relay} />
    <Stitch proven={reach.everyDevice} />
  </Box>
);
