import Box from "@mui/material/Box";
import { WarningOctagonIcon } from "@phosphor-icons/react/dist/csr/WarningOctagon";
import type { ReactNode } from "react";
import { role } from "../theme/index.ts";

/** What is wrong with a field, below it: octagon and sentence, spoken at once. */
export const FieldError = ({ children }: { readonly children: ReactNode }) => (
  <Box
    component="span"
    role="alert"
    sx={{ display: "flex", gap: 1.5, color: role.danger, typography: "caption", alignItems: "flex-start" }}
  >
    <WarningOctagonIcon size={16} weight="fill" aria-hidden="true" style={{ flexShrink: 0, marginTop: 1 }} />
    <span>{children}</span>
  </Box>
);
