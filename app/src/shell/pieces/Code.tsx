import Box from "@mui/material/Box";
import { useMemo } from "react";
import { encode } from "uqr";
import { codeInk, codePaper } from "../theme/index.ts";

const quiet = 4;

/** A code to scan: dark on light in every scheme, with its quiet zone, at least 264 px. `label` says what it is. */
export const Code = ({ text, label }: { readonly text: string; readonly label: string }) => {
  const { path, size } = useMemo(() => {
    const { data } = encode(text, { ecc: "M", border: 0 });
    const drawn = data
      .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + quiet} ${y + quiet}h1v1h-1z` : "")))
      .join("");
    return { path: drawn, size: data.length + 2 * quiet };
  }, [text]);
  return (
    <Box
      component="svg"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      sx={{
        display: "block",
        width: "min(100%, 296px)",
        minWidth: 264,
        backgroundColor: codePaper,
        forcedColorAdjust: "none",
        borderRadius: "2px",
      }}
    >
      <rect width={size} height={size} fill={codePaper} />
      <path d={path} fill={codeInk} />
    </Box>
  );
};
