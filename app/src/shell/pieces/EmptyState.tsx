import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import { role } from "../theme/index.ts";

/** Nothing here: an italic line saying what is missing, a plain one saying what belongs here, one action. */
export const EmptyState = ({
  title,
  children,
  action,
  heading = "h2",
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  /** `h1` where this is all there is. */
  readonly heading?: "h1" | "h2";
}) => (
  <Box sx={{ paddingBlock: { xs: 6, md: 8 } }}>
    <Typography variant="h5" component={heading} sx={{ margin: 0 }}>
      {title}
    </Typography>
    {children !== undefined && (
      <Typography
        variant="body2"
        component="p"
        sx={{ margin: "4px 0 0", color: role.ink2, maxWidth: "34em" }}
      >
        {children}
      </Typography>
    )}
    {action !== undefined && <Box sx={{ marginTop: 4 }}>{action}</Box>}
  </Box>
);
