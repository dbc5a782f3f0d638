import Box from "@mui/material/Box";
import { useState } from "react";
import { useTranslation } from "../../shell/i18n/index.ts";
import { ProgressSentence } from "../../shell/pieces/index.ts";
import { role, serif } from "../../shell/theme/index.ts";
import type { HolderStep, WayIn } from "../../vault/index.ts";
import { Explanation } from "../room/Sentence.tsx";
import { WayForm } from "../room/WayForm.tsx";

const rights = ["reads", "writes", "cannot", "name"] as const;

/** What a device may do once it is in. */
const Rights = () => {
  const { t } = useTranslation("settings");
  return (
    <Box
      component="dl"
      sx={{
        margin: "32px 0 0",
        paddingTop: 3,
        borderTop: `1px solid ${role.hairline}`,
        display: "grid",
        gridTemplateColumns: { xs: "1fr", sm: "96px 1fr" },
        columnGap: 5,
        rowGap: { xs: 0, sm: 2 },
        "& dt": { typography: "caption", color: role.ink3, paddingTop: "3px" },
        "& dd": {
          margin: 0,
          fontFamily: serif,
          fontSize: "1rem",
          lineHeight: 1.5,
          color: role.ink2,
          marginBottom: 2,
        },
      }}
    >
      {rights.map((right) => (
        <Box key={right} sx={{ display: "contents" }}>
          <dt>{t(`add.rights.${right}.label`)}</dt>
          <dd>{t(`add.rights.${right}.text`)}</dd>
        </Box>
      ))}
    </Box>
  );
};

/** The passphrase once more, or the 24 words: what is signed next is signed with them. */
export const ApproveStep = ({
  step,
  onWay,
}: {
  readonly step: Extract<HolderStep, { readonly step: "approve" | "adding" }>;
  readonly onWay: (way: WayIn) => void;
}) => {
  const { t } = useTranslation("settings");
  // Checking lasts until the engine answers with a new step.
  const [asked, setAsked] = useState<HolderStep>();
  if (step.step === "adding")
    return (
      <Box sx={{ marginTop: 4, maxWidth: 400 }}>
        <ProgressSentence sentence={t("add.adding")} />
      </Box>
    );
  return (
    <>
      <Explanation>{t("add.onceWhy")}</Explanation>
      <WayForm
        action={t("add.letIn", { name: step.label })}
        busy={asked === step}
        error={step.wrong}
        autoFocus
        onWay={(way) => {
          setAsked(step);
          onWay(way);
        }}
      />
      <Rights />
    </>
  );
};
