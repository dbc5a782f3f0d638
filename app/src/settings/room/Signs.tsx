import Box from "@mui/material/Box";
import { CheckIcon } from "@phosphor-icons/react/dist/csr/Check";
import { WarningIcon } from "@phosphor-icons/react/dist/csr/Warning";
import { Hidden } from "../../shell/pieces/index.ts";
import { role } from "../../shell/theme/index.ts";

/** proven: check. not-yet: dot. at-risk: caution sign. Each with its word for those who do not see it. */
export type Standing = "proven" | "not-yet" | "at-risk";

export const StandingSign = ({ standing, word }: { readonly standing: Standing; readonly word: string }) => (
  <Box component="span" sx={{ display: "flex", alignItems: "center", height: 26 }}>
    {standing === "proven" && <CheckIcon size={20} aria-hidden="true" color={role.positive} />}
    {standing === "at-risk" && (
      <WarningIcon size={22} weight="fill" aria-hidden="true" color={role.caution} />
    )}
    {standing === "not-yet" && (
      <Box component="span" sx={{ width: 4, height: 4, borderRadius: "50%", backgroundColor: role.ink3 }} />
    )}
    <Hidden>{word}</Hidden>
  </Box>
);
