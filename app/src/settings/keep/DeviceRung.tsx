import Button from "@mui/material/Button";
import { useState } from "react";
import { useFormat, useTranslation } from "../../shell/i18n/index.ts";
import { isInstalled, isIos } from "../../shell/install/install.ts";
import { useVault } from "../../store/index.ts";
import type { StorageState } from "../../vault/index.ts";
import { Rung } from "./Rung.tsx";

const standings = { yes: "proven", no: "at-risk", unknown: "not-yet" } as const;

/** What the browser promises about its own storage, and the way to ask for more. */
export const DeviceRung = ({ storage }: { readonly storage: StorageState }) => {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const vault = useVault();
  const [answer, setAnswer] = useState<StorageState["persisted"]>();
  const { persisted, usage, quota } = storage;
  const onIosPage = persisted !== "yes" && isIos(navigator) && !isInstalled(window);
  const ask = async () => setAnswer(await vault.askToPersist());
  return (
    <Rung
      standing={standings[persisted]}
      title={t("keep.device")}
      {...(persisted === "yes"
        ? {}
        : {
            action: (
              <Button variant="text" onClick={() => void ask()}>
                {t("keep.ask")}
              </Button>
            ),
          })}
    >
      {t(`keep.promise.${persisted}`)}{" "}
      {usage !== undefined &&
        (quota === undefined
          ? t("keep.used", { used: format.bytes(usage) })
          : t("keep.usedOf", {
              used: format.bytes(usage),
              free: format.bytes(Math.max(0, quota - usage)),
            }))}
      {onIosPage && ` ${t("keep.ios")}`}
      <span role="status">
        {answer !== undefined && <strong style={{ display: "block" }}>{t(`keep.answer.${answer}`)}</strong>}
      </span>
    </Rung>
  );
};
