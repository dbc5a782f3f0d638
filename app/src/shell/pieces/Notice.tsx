import Box from "@mui/material/Box";
import { InfoIcon } from "@phosphor-icons/react/dist/csr/Info";
import { WarningIcon } from "@phosphor-icons/react/dist/csr/Warning";
import { WarningOctagonIcon } from "@phosphor-icons/react/dist/csr/WarningOctagon";
import type { ReactNode } from "react";
import { role, sans } from "../theme/index.ts";

export type Tone = "danger" | "caution" | "neutral";

const tones = {
  danger: { line: role.danger, ground: role.dangerWash, Sign: WarningOctagonIcon, sign: role.danger },
  caution: { line: role.caution, ground: role.cautionWash, Sign: WarningIcon, sign: role.caution },
  neutral: { line: role.rule, ground: role.wash, Sign: InfoIcon, sign: role.ink2 },
} as const;

/**
 * Something to know: a line, a sign, a first sentence in bold, the rest, one or two links. Danger is spoken at once,
 * the others politely.
 */
export const Notice = ({
  tone,
  title,
  children,
  actions,
  id,
}: {
  readonly tone: Tone;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly id?: string;
}) => {
  const { line, ground, Sign, sign } = tones[tone];
  return (
    <Box
      role={tone === "danger" ? "alert" : "status"}
      id={id}
      sx={{
        display: "flex",
        gap: 3,
        padding: "12px 16px 12px 14px",
        backgroundColor: ground,
        borderInlineStart: `4px solid ${line}`,
        color: role.ink,
        fontFamily: sans,
        fontSize: "0.9375rem",
        lineHeight: 22 / 15,
        "& a, & .MuiButton-text": { color: role.link },
      }}
    >
      <Box
        component={Sign}
        size={18}
        weight={tone === "neutral" ? "regular" : "fill"}
        aria-hidden="true"
        sx={{ color: sign, flexShrink: 0, marginTop: "2px" }}
      />
      <Box sx={{ minWidth: 0, flex: 1 }}>
        <Box component="strong" sx={{ fontWeight: 600 }}>
          {title}
        </Box>
        {children !== undefined && <Box sx={{ textWrap: "pretty" }}>{children}</Box>}
        {actions !== undefined && (
          <Box
            sx={{
              display: "flex",
              flexWrap: "wrap",
              columnGap: 4,
              rowGap: 0,
              marginTop: 1,
              marginInlineStart: "-8px",
            }}
          >
            {actions}
          </Box>
        )}
      </Box>
    </Box>
  );
};
