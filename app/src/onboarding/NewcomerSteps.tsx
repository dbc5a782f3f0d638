import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { CaretLeftIcon } from "@phosphor-icons/react/dist/csr/CaretLeft";
import { LinkSimpleIcon } from "@phosphor-icons/react/dist/csr/LinkSimple";
import { ScanIcon } from "@phosphor-icons/react/dist/csr/Scan";
import { type ReactNode, useState } from "react";
import { ErrorNotice } from "../shell/errors/index.ts";
import { useFormat, useTranslation } from "../shell/i18n/index.ts";
import {
  Code,
  Digits,
  IconAction,
  MarginPage,
  MarginRow,
  Notice,
  PageFooter,
  ProgressSentence,
  Step,
  type StepState,
  Steps,
} from "../shell/pieces/index.ts";
import { isRightToLeft, role } from "../shell/theme/index.ts";
import type { NewcomerStep } from "../vault/index.ts";
import { useNewcomer } from "./useNewcomer.ts";

const placeOf: Readonly<Record<Exclude<NewcomerStep["step"], "failed">, 1 | 2 | 3 | 4>> = {
  connecting: 1,
  code: 1,
  digits: 2,
  confirm: 3,
  receiving: 4,
  joined: 4,
};
const stateOf = (number: number, present: number): StepState =>
  number < present ? "done" : number === present ? "current" : "coming";

const Said = ({ children }: { readonly children: ReactNode }) => (
  <Typography
    variant="ui"
    component="p"
    sx={{ margin: "8px 0 0", color: role.ink2, textWrap: "pretty", maxWidth: "34em" }}
  >
    {children}
  </Typography>
);

const CodeStep = ({
  step,
}: {
  readonly step: Extract<NewcomerStep, { readonly step: "code" | "connecting" }>;
}) => {
  const { t } = useTranslation("onboarding");
  const format = useFormat();
  if (step.step === "connecting")
    return (
      <Box sx={{ marginTop: 3 }}>
        <ProgressSentence sentence={t("join.connecting")} />
      </Box>
    );
  return (
    <>
      <Said>{t("join.scanHow")}</Said>
      <Box sx={{ marginTop: 4 }}>
        <Code text={step.link} label={t("join.codeLabel")} />
      </Box>
      <Said>{t("join.until", { time: format.time(step.until) })}</Said>
    </>
  );
};

/** Ended without an error of its own: who ended it, what is safe, what to do. */
const Stopped = ({ at }: { readonly at: NewcomerStep["step"] | undefined }) => {
  const { t } = useTranslation("onboarding");
  const by = at === undefined ? "there" : at === "confirm" ? "atConfirm" : "here";
  return (
    <Notice tone={by === "here" ? "neutral" : "danger"} title={t(`join.stopped.${by}.what`)}>
      {t(`join.stopped.${by}.safe`)} {t(`join.stopped.${by}.next`)}
    </Notice>
  );
};

/** The device that joins, step by step: code, six digits, the question whether the other says joined. */
export const NewcomerSteps = ({
  deviceName,
  link,
  onScan,
  onBack,
  onRetry,
  onJoined,
}: {
  readonly deviceName: string;
  readonly link?: string;
  readonly onScan: () => void;
  readonly onBack: () => void;
  readonly onRetry: () => void;
  readonly onJoined: () => void;
}) => {
  const { t } = useTranslation("onboarding");
  const { t: shell } = useTranslation("shell");
  const { step, stoppedAt, confirm, cancel } = useNewcomer({
    deviceName,
    ...(link === undefined ? {} : { link }),
  });
  const [copied, setCopied] = useState(false);
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  const present = step.step === "failed" ? 0 : placeOf[step.step];

  const footer = (): ReactNode => {
    switch (step.step) {
      case "code":
        return (
          <>
            <Button startIcon={<ScanIcon size={20} weight="light" />} onClick={onScan}>
              {t("join.scanInstead")}
            </Button>
            <Button
              variant="text"
              startIcon={<LinkSimpleIcon size={20} weight="light" />}
              onClick={() => void copy(step.link)}
            >
              {copied ? t("join.copied") : t("join.copyLink")}
            </Button>
          </>
        );
      case "connecting":
      case "digits":
        return <Button onClick={cancel}>{t("join.stop")}</Button>;
      case "confirm":
        return (
          <>
            <Button variant="contained" onClick={confirm}>
              {t("join.yes")}
            </Button>
            <Button variant="text" onClick={cancel}>
              {t("join.no")}
            </Button>
          </>
        );
      case "receiving":
        return null;
      case "joined":
        return (
          <Button variant="contained" onClick={onJoined}>
            {t("join.enter")}
          </Button>
        );
      case "failed":
        return (
          <>
            <Button variant="contained" onClick={onRetry}>
              {t("join.retry")}
            </Button>
            <Button onClick={onBack}>{shell("back")}</Button>
          </>
        );
    }
  };

  return (
    <Box
      component="main"
      sx={{ minHeight: "100dvh", display: "flex", flexDirection: "column", backgroundColor: role.paper }}
    >
      <MarginPage>
        <Box
          sx={{
            display: "flex",
            alignItems: "center",
            gap: 2,
            minHeight: 56,
            padding: "4px 8px",
            marginBottom: { md: 8 },
            // The line begins below the head.
            position: "relative",
            backgroundColor: role.paper,
          }}
        >
          <IconAction label={shell("back")} onClick={onBack}>
            <CaretLeftIcon size={22} weight="light" mirrored={isRightToLeft()} />
          </IconAction>
          <Typography variant="subtitle1" component="h1" sx={{ margin: 0, fontWeight: 500 }}>
            {t("join.title")}
          </Typography>
        </Box>
        {step.step === "failed" ? (
          <MarginRow>
            {step.error.code === "cancelled" ? (
              <Stopped at={stoppedAt} />
            ) : (
              <ErrorNotice code={step.error.code} />
            )}
          </MarginRow>
        ) : (
          <Steps>
            <Step
              state={stateOf(1, present)}
              number={1}
              of={3}
              title={t("join.scanTitle")}
              doneAs={link === undefined ? t("join.opened") : t("join.opening")}
            >
              {(step.step === "connecting" || step.step === "code") && <CodeStep step={step} />}
            </Step>
            <Step
              state={stateOf(2, present)}
              number={2}
              of={3}
              title={t("join.digitsTitle")}
              doneAs={t("join.digitsRight")}
            >
              {step.step === "digits" && (
                <>
                  <Digits digits={step.digits} />
                  <Said>{t("join.digitsHow")}</Said>
                  <Said>{t("join.digitsOnly")}</Said>
                </>
              )}
            </Step>
            {present < 4 ? (
              <Step
                state={stateOf(3, present)}
                number={3}
                of={3}
                title={present === 3 ? t("join.confirmTitle") : t("join.confirmComing")}
              >
                {step.step === "confirm" && (
                  <>
                    <Said>{t("join.confirmHow")}</Said>
                    {step.holder !== undefined && (
                      <Said>{t("join.confirmFrom", { holder: step.holder })}</Said>
                    )}
                  </>
                )}
              </Step>
            ) : (
              <MarginRow component="li">
                {step.step === "receiving" ? (
                  <ProgressSentence
                    sentence={
                      step.progress.total > 0
                        ? t("join.receiving", { ...step.progress })
                        : t("join.receivingStart")
                    }
                    done={step.progress.done}
                    total={step.progress.total}
                  />
                ) : (
                  <>
                    <Typography variant="h2" component="h2" sx={{ margin: 0 }}>
                      {t("join.joined")}
                    </Typography>
                    <Said>{t("join.joinedHow")}</Said>
                  </>
                )}
              </MarginRow>
            )}
          </Steps>
        )}
        <PageFooter>{footer()}</PageFooter>
      </MarginPage>
    </Box>
  );
};
