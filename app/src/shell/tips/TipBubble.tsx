import Tooltip from "@mui/material/Tooltip";
import { Hidden } from "../pieces/Hidden.tsx";
import type { Tip } from "./tip.ts";

/** MUI's tooltip, open beside the control that wants it. */
const TipBubble = ({ anchor, label, keys, side }: Tip) => (
  <Tooltip
    open
    placement={side}
    title={
      <>
        {label}
        {keys !== undefined && (
          <>
            <Hidden> </Hidden>
            <kbd style={{ marginInlineStart: 12, opacity: 0.8 }}>{keys}</kbd>
          </>
        )}
      </>
    }
    slotProps={{ popper: { anchorEl: anchor } }}
  >
    <span hidden />
  </Tooltip>
);

export default TipBubble;
