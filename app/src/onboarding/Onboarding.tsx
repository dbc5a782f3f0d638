import { useLayoutEffect, useRef } from "react";
import { useTranslation } from "../shell/i18n/index.ts";
import { isInstalled, isIos, type OnboardingProps } from "../shell/index.ts";
import { useVault } from "../store/index.ts";
import { CheckWords } from "./CheckWords.tsx";
import { ChoosePassphrase } from "./ChoosePassphrase.tsx";
import { browserOf, deviceKindOf } from "./deviceName.ts";
import { Have } from "./Have.tsx";
import { IosInstall } from "./IosInstall.tsx";
import { JoinDevice } from "./JoinDevice.tsx";
import { pickPlaces } from "./places.ts";
import { Restore } from "./Restore.tsx";
import { ShowWords } from "./ShowWords.tsx";
import { useStages } from "./useStages.ts";
import { Welcome } from "./Welcome.tsx";

/** From nothing to a journal: start one, or bring the one there is. */
const Onboarding = ({ start, link, choice, onDone }: OnboardingProps) => {
  const { t } = useTranslation("onboarding");
  const vault = useVault();
  const { stage, push, replace, back, leave } = useStages({
    at: link !== undefined ? "device" : start === "have" ? "have" : "welcome",
  });
  const kind = deviceKindOf(navigator.userAgent, navigator.maxTouchPoints);
  const deviceName = t("device.named", {
    browser: browserOf(navigator.userAgent) ?? t("device.unnamed"),
    platform: t(`device.${kind}`),
  });
  const go = (at: "have" | "device" | "backup") => () => push({ at });
  const begin = () => push(isIos(navigator) && !isInstalled(window) ? { at: "ios" } : { at: "passphrase" });
  // Answered before this was here: the first page stays behind it, for *Back*.
  const answered = useRef(stage.at === "welcome" ? choice : undefined);
  useLayoutEffect(() => {
    const answer = answered.current;
    answered.current = undefined;
    if (answer !== undefined) (answer === "start" ? begin : go(answer))();
  });
  const enter = (then: "write" | "journal") => leave(() => onDone(then));
  const make = async (passphrase: string) => {
    replace({ at: "making" });
    const created = await vault.create({ passphrase, deviceName, journalName: t("firstJournal") });
    if (created.ok) replace({ at: "words", words: created.value.words });
    else
      replace(
        created.error.code === "cancelled"
          ? { at: "passphrase" }
          : { at: "passphrase", error: created.error.code },
      );
  };
  const checked = async () => {
    await vault.editSettings({ type: "words-checked" });
    enter("write");
  };

  switch (stage.at) {
    case "welcome":
      return <Welcome onStart={begin} onHave={go("have")} onDevice={go("device")} onBackup={go("backup")} />;
    case "ios":
      return (
        <IosInstall onBack={() => back({ at: "welcome" })} onAnyway={() => push({ at: "passphrase" })} />
      );
    case "passphrase":
    case "making":
      return (
        <ChoosePassphrase
          onBack={() => back({ at: "welcome" })}
          onHave={go("have")}
          onChosen={(passphrase) => void make(passphrase)}
          state={
            stage.at === "making"
              ? { is: "making" }
              : { is: "asking", ...(stage.error === undefined ? {} : { error: stage.error }) }
          }
        />
      );
    case "words":
      return (
        <ShowWords
          words={stage.words}
          held={stage.held === true}
          onCheck={() =>
            push({
              at: "check",
              words: stage.words,
              places: pickPlaces(crypto.getRandomValues(new Uint8Array(16))),
            })
          }
          onLater={() => enter("write")}
        />
      );
    case "check":
      return (
        <CheckWords
          words={stage.words}
          places={stage.places}
          onBack={() => back({ at: "welcome" })}
          onRight={() => void checked()}
        />
      );
    case "have":
      return (
        <Have
          onBack={() => back({ at: "welcome" })}
          onDevice={go("device")}
          onBackup={go("backup")}
          onStart={begin}
        />
      );
    case "device":
      return (
        <JoinDevice
          {...(link === undefined ? {} : { link })}
          suggestedName={deviceName}
          onBack={() => back({ at: "have" })}
          onJoined={() => enter("journal")}
        />
      );
    case "backup":
      return (
        <Restore
          deviceName={deviceName}
          onBack={() => back({ at: "have" })}
          onDone={() => enter("journal")}
        />
      );
  }
};

export default Onboarding;
