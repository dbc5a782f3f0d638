import Box from "@mui/material/Box";
import type { ReactNode } from "react";
import { useTranslation } from "../../shell/i18n/index.ts";
import { MarginRow } from "../../shell/pieces/index.ts";
import { role } from "../../shell/theme/index.ts";
import { Explanation, Heading } from "../room/Sentence.tsx";
import { type Standing, StandingSign } from "../room/Signs.tsx";

/** One place where the journal is kept, or is not yet. */
export const Rung = ({
  standing,
  title,
  children,
  action,
  last = false,
}: {
  readonly standing: Standing;
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
  readonly last?: boolean;
}) => {
  const { t } = useTranslation("settings");
  return (
    <MarginRow component="li" margin={<StandingSign standing={standing} word={t(`standing.${standing}`)} />}>
      <Box
        sx={{
          paddingBottom: 4,
          marginBottom: 5,
          borderBottom: last ? "none" : `1px solid ${role.hairline}`,
          "& h3": { color: standing === "not-yet" ? role.ink2 : role.ink },
        }}
      >
        <Heading>{title}</Heading>
        <Explanation>{children}</Explanation>
        {action !== undefined && <Box sx={{ marginTop: 1, marginInlineStart: "-8px" }}>{action}</Box>}
      </Box>
    </MarginRow>
  );
};
