import Box from "@mui/material/Box";
import type { ReactNode } from "react";
import { MarginPage, MarginRow } from "../pieces/MarginPage.tsx";
import { Mark } from "../pieces/Mark.tsx";
import { role } from "../theme/index.ts";

/**
 * The page when nothing of the journal may be seen: desk colour, the margin line, the mark, words in the upper third and
 * controls where a thumb reaches them. First run is composed the same way, on paper.
 */
export const ClosedPage = ({
  words,
  controls,
  ground = "desk",
}: {
  readonly words: ReactNode;
  readonly controls: ReactNode;
  readonly ground?: "desk" | "paper";
}) => (
  <Box
    component="main"
    sx={{
      minHeight: "100dvh",
      display: "flex",
      flexDirection: "column",
      backgroundColor: ground === "desk" ? role.desk : role.paper,
      "--ww-page": ground === "desk" ? role.desk : role.paper,
      "& > div": { "@media (min-width: 900px)": { width: "100%" } },
    }}
  >
    <MarginPage wideMargin="34.5vw">
      <Box
        sx={{
          flex: 1,
          display: "flex",
          flexDirection: "column",
          justifyContent: "space-between",
          paddingTop: "clamp(56px, 19dvh, 190px)",
          paddingBottom: "max(32px, env(safe-area-inset-bottom))",
          gap: 8,
          "@media (min-width: 900px)": {
            justifyContent: "flex-start",
            paddingTop: "clamp(72px, 28dvh, 300px)",
          },
        }}
      >
        <MarginRow
          margin={
            <Box sx={{ paddingTop: "4px" }}>
              <Mark size={30} />
            </Box>
          }
          measure={400}
        >
          {words}
        </MarginRow>
        <MarginRow measure={400}>{controls}</MarginRow>
      </Box>
    </MarginPage>
  </Box>
);
