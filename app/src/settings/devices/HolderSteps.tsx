import Button from "@mui/material/Button";
import { type FormEvent, useState } from "react";
import { useTranslation } from "../../shell/i18n/index.ts";
import { DigitsField, Step, type StepState, Steps } from "../../shell/pieces/index.ts";
import type { HolderPairing, HolderStep } from "../../vault/index.ts";
import { Explanation } from "../room/Sentence.tsx";
import { ApproveStep } from "./ApproveStep.tsx";
import { EnterCode } from "./EnterCode.tsx";
import { ShowCode } from "./ShowCode.tsx";

const stepCount = 4;
const numberOf = (step: HolderStep | undefined): number => {
  switch (step?.step) {
    case "type-digits":
      return 2;
    case "approve":
    case "adding":
      return 3;
    default:
      return 1;
  }
};

const TypeDigits = ({ onDigits }: { readonly onDigits: (digits: string) => void }) => {
  const { t } = useTranslation("settings");
  const [digits, setDigits] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (digits.length === 6) onDigits(digits);
  };
  return (
    <form onSubmit={submit} style={{ marginTop: 20 }}>
      <DigitsField label={t("add.digits")} value={digits} onChange={setDigits} autoFocus />
      <Explanation>{t("add.oneTry")}</Explanation>
      <Button type="submit" variant="contained" disabled={digits.length < 6} sx={{ marginTop: 5 }}>
        {t("add.digitsDone")}
      </Button>
    </form>
  );
};

/** The way of a new device into the journal: code, digits, passphrase, the word on its screen. */
export const HolderSteps = ({
  step,
  theirs,
  pairing,
  onScan,
  onShow,
  onLink,
}: {
  /** Undefined while the new device's own code is looked for. */
  readonly step: HolderStep | undefined;
  /** The code in use is the new device's. */
  readonly theirs: boolean;
  readonly pairing: HolderPairing | undefined;
  readonly onScan: () => void;
  readonly onShow: () => void;
  readonly onLink: (link: string) => void;
}) => {
  const { t } = useTranslation("settings");
  const now = numberOf(step);
  const stateOf = (number: number): StepState =>
    number < now ? "done" : number === now ? "current" : "coming";
  return (
    <Steps>
      <Step
        state={stateOf(1)}
        number={1}
        of={stepCount}
        title={step === undefined ? t("add.enterCode") : t("add.showCode")}
        doneAs={theirs ? t("add.theirCodeOpened") : t("add.codeOpened")}
      >
        {step === undefined ? (
          <EnterCode onLink={onLink} onShow={onShow} />
        ) : (
          <ShowCode step={step} onScan={onScan} />
        )}
      </Step>
      <Step
        state={stateOf(2)}
        number={2}
        of={stepCount}
        title={t("add.typeDigits")}
        doneAs={t("add.digitsSame")}
      >
        <TypeDigits onDigits={(digits) => pairing?.typeDigits(digits)} />
      </Step>
      <Step state={stateOf(3)} number={3} of={stepCount} title={t("add.once")}>
        {(step?.step === "approve" || step?.step === "adding") && (
          <ApproveStep step={step} onWay={(way) => pairing?.approve(way)} />
        )}
      </Step>
      <Step state="coming" number={4} title={t("add.lastStep")} />
    </Steps>
  );
};
