import Button from "@mui/material/Button";
import { useTranslation } from "../i18n/index.ts";
import { Notice } from "../pieces/Notice.tsx";
import { dismissUpdate, openUpdate, useUpdate } from "./updates.ts";

/** A new version is ready, or another tab opened it. Neutral: nothing is wrong. */
export const UpdateNotice = () => {
  const { t } = useTranslation("shell");
  const update = useUpdate();
  if (update.state === "none" || update.state === "unavailable") return null;
  const ready = update.state === "ready";
  return (
    <Notice
      tone="neutral"
      title={ready ? t("update.ready", { version: update.version }) : t("update.replaced")}
      actions={
        <>
          <Button variant="text" onClick={ready ? openUpdate : () => location.reload()}>
            {ready ? t("update.now") : t("trouble.again")}
          </Button>
          <Button variant="text" onClick={dismissUpdate}>
            {t("update.later")}
          </Button>
        </>
      }
    >
      {ready ? t("update.how") : t("update.replacedHow")}
    </Notice>
  );
};
