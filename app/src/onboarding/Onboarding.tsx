import { useState } from "react";
import type { ErrorCode } from "../shell/errors/index.ts";
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
import { Welcome } from "./Welcome.tsx";

type Stage =
  | { readonly at: "welcome" | "ios" | "have" | "device" | "backup" }
  | { readonly at: "passphrase"; readonly error?: ErrorCode }
  | { readonly at: "making" }
  | { readonly at: "words"; readonly words: readonly string[] }
  | { readonly at: "check"; readonly words: readonly string[]; readonly places: readonly number[] };

/** From nothing to a journal: start one, or bring the one there is. */
const Onboarding = ({ start, link, onDone }: OnboardingProps) => {
  const { t } = useTranslation("onboarding");
  const vault = useVault();
  const [stage, setStage] = useState<Stage>({
    at: link !== undefined ? "device" : start === "have" ? "have" : "welcome",
  });
  const kind = deviceKindOf(navigator.userAgent, navigator.maxTouchPoints);
  const deviceName = t("device.named", {
    browser: browserOf(navigator.userAgent) ?? t("device.unnamed"),
    platform: t(`device.${kind}`),
  });
  const go = (at: "welcome" | "ios" | "have" | "device" | "backup") => () => setStage({ at });
  const begin = () =>
    setStage(isIos(navigator) && !isInstalled(window) ? { at: "ios" } : { at: "passphrase" });
  const make = async (passphrase: string) => {
    setStage({ at: "making" });
    const created = await vault.create({ passphrase, deviceName, journalName: t("firstJournal") });
    if (created.ok) setStage({ at: "words", words: created.value.words });
    else
      setStage(
        created.error.code === "cancelled"
          ? { at: "passphrase" }
          : { at: "passphrase", error: created.error.code },
      );
  };
  const checked = async () => {
    await vault.editSettings({ type: "words-checked" });
    onDone("write");
  };

  switch (stage.at) {
    case "welcome":
      return <Welcome onStart={begin} onHave={go("have")} onDevice={go("device")} onBackup={go("backup")} />;
    case "ios":
      return <IosInstall onBack={go("welcome")} onAnyway={() => setStage({ at: "passphrase" })} />;
    case "passphrase":
    case "making":
      return (
        <ChoosePassphrase
          onBack={go("welcome")}
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
          onCheck={() =>
            setStage({
              at: "check",
              words: stage.words,
              places: pickPlaces(crypto.getRandomValues(new Uint8Array(16))),
            })
          }
          onLater={() => onDone("write")}
        />
      );
    case "check":
      return (
        <CheckWords
          words={stage.words}
          places={stage.places}
          onBack={() => setStage({ at: "words", words: stage.words })}
          onRight={() => void checked()}
        />
      );
    case "have":
      return <Have onBack={go("welcome")} onDevice={go("device")} onBackup={go("backup")} onStart={begin} />;
    case "device":
      return (
        <JoinDevice
          {...(link === undefined ? {} : { link })}
          suggestedName={deviceName}
          onBack={go("have")}
          onJoined={() => onDone("journal")}
        />
      );
    case "backup":
      return <Restore deviceName={deviceName} onBack={go("have")} onDone={() => onDone("journal")} />;
  }
};

export default Onboarding;
