import Box from "@mui/material/Box";
import useMediaQuery from "@mui/material/useMediaQuery";
import type { ReactNode } from "react";

/** Room for a margin column beside lists of settings. */
export const useWide = (): boolean => useMediaQuery("(min-width: 720px)", { noSsr: true });
/** Room for the list of sections beside a page. */
export const useTwoPanes = (): boolean => useMediaQuery("(min-width: 1200px)", { noSsr: true });

/** Lists of settings take the whole width of a phone: there is nothing to say about them in a margin. */
export const Flat = ({ children }: { readonly children: ReactNode }) => (
  <Box
    sx={{
      "@media (max-width: 719.95px)": {
        "--ww-margin": "0px",
        "--ww-margin-gap": "0px",
        "--ww-text-gap": "20px",
        "--ww-end": "20px",
      },
    }}
  >
    {children}
  </Box>
);
