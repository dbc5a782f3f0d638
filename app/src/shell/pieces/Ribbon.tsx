import Box from "@mui/material/Box";
import type { JournalInk } from "../../documents/model.ts";
import { journalColour, role } from "../theme/index.ts";

const forced = { "@media (forced-colors: active)": { backgroundColor: "Highlight" } } as const;

/** A journal's bookmark, 5 × 13 (12 × 30 when large), beside its name. */
export const Ribbon = ({ ink, large = false }: { readonly ink: JournalInk; readonly large?: boolean }) => (
  <Box
    component="span"
    aria-hidden="true"
    sx={{
      display: "inline-block",
      flexShrink: 0,
      width: large ? 12 : 5,
      height: large ? 30 : 13,
      backgroundColor: journalColour(ink),
      clipPath: large
        ? "polygon(0 0, 100% 0, 100% 100%, 50% 82%, 0 100%)"
        : "polygon(0 0, 100% 0, 100% 100%, 50% 78%, 0 100%)",
      ...forced,
    }}
  />
);

/** Where you are: hangs from the bar's hairline, or from the rail's edge. */
export const HereRibbon = ({ from }: { readonly from: "above" | "side" }) => (
  <Box
    component="span"
    aria-hidden="true"
    sx={{
      position: "absolute",
      backgroundColor: role.accent,
      ...(from === "above"
        ? {
            top: 0,
            insetInlineStart: "calc(50% - 4px)",
            width: 8,
            height: 12,
            clipPath: "polygon(0 0, 100% 0, 100% 100%, 50% 70%, 0 100%)",
          }
        : {
            insetInlineStart: 0,
            top: "calc(50% - 4px)",
            width: 12,
            height: 8,
            clipPath: "polygon(0 0, 100% 0, 72% 50%, 100% 100%, 0 100%)",
            "[dir='rtl'] &": { transform: "scaleX(-1)" },
          }),
      ...forced,
    }}
  />
);
