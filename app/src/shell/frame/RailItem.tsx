import Box from "@mui/material/Box";
import type { Icon } from "@phosphor-icons/react";
import { Link } from "react-router";
import { HereRibbon } from "../pieces/Ribbon.tsx";
import { focusRingInside, hoverWash, role, touch, wider } from "../theme/index.ts";
import { tip } from "../tips/tip.ts";

/** One line of the rail: an icon with a tooltip, from 1200 px an icon with its name. */
export const RailItem = ({
  label,
  to,
  Sign,
  here,
  keys,
  labels = "whenWide",
  onClick,
}: {
  readonly label: string;
  readonly to: string;
  readonly Sign: Icon;
  readonly here: boolean;
  readonly keys?: string;
  readonly labels?: "always" | "whenWide";
  readonly onClick?: () => void;
}) => {
  return (
    <Box
      component={Link}
      to={to}
      aria-current={here ? "page" : undefined}
      onClick={onClick}
      {...(labels === "always" ? {} : tip(label, keys, "right"))}
      sx={{
        position: "relative",
        display: "flex",
        alignItems: "center",
        gap: 3.5,
        minHeight: 36,
        paddingInline: "24px",
        color: here ? role.ink : role.ink2,
        fontSize: "0.9375rem",
        lineHeight: 22 / 15,
        fontWeight: here ? 600 : 400,
        textDecoration: "none",
        "&:hover": { backgroundColor: hoverWash, color: role.ink },
        "&:focus-visible": focusRingInside,
        [touch]: { minHeight: 44 },
        [wider]: { paddingInline: "20px" },
      }}
    >
      {here && <HereRibbon from="side" />}
      <Sign size={21} weight={here ? "regular" : "light"} aria-hidden="true" style={{ flexShrink: 0 }} />
      <Box
        component="span"
        sx={
          labels === "always"
            ? {}
            : {
                position: "absolute",
                width: 1,
                height: 1,
                overflow: "hidden",
                clipPath: "inset(50%)",
                whiteSpace: "nowrap",
                [wider]: { position: "static", width: "auto", height: "auto", clipPath: "none" },
              }
        }
      >
        {label}
      </Box>
    </Box>
  );
};
