import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import { MarginRow } from "../../shell/pieces/index.ts";
import { role } from "../../shell/theme/index.ts";

/** The sentence that heads a page, a sign beside it in the margin, an explanation below. */
export const Sentence = ({
  children,
  sign,
  below,
}: {
  readonly children: ReactNode;
  readonly sign?: ReactNode;
  readonly below?: ReactNode;
}) => (
  <Box sx={{ marginBottom: 6 }}>
    <MarginRow margin={sign === undefined ? undefined : <Box sx={{ paddingTop: 1 }}>{sign}</Box>}>
      <Typography
        variant="h3"
        component="h2"
        sx={{ margin: 0, fontSize: { xs: "1.5rem", md: "1.75rem" }, lineHeight: 1.32 }}
      >
        {children}
      </Typography>
      {below !== undefined && <Explanation>{below}</Explanation>}
    </MarginRow>
  </Box>
);

/** Plain words below a heading. */
export const Explanation = ({ children }: { readonly children: ReactNode }) => (
  <Typography
    variant="ui"
    component="p"
    sx={{ margin: "6px 0 0", color: role.ink2, maxWidth: "36em", textWrap: "pretty" }}
  >
    {children}
  </Typography>
);

/** A smaller heading within a page. */
export const Heading = ({ children, id }: { readonly children: ReactNode; readonly id?: string }) => (
  <Typography
    variant="subtitle1"
    component="h3"
    {...(id === undefined ? {} : { id })}
    sx={{ margin: 0, fontSize: "1.1875rem", lineHeight: 1.4 }}
  >
    {children}
  </Typography>
);
