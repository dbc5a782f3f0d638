import Button from "@mui/material/Button";
import { useTranslation } from "../../shell/i18n/index.ts";
import { MarginRow, Notice } from "../../shell/pieces/index.ts";

/** This page was opened by a pairing link: says why here and not in a new journal, and lets the person choose. */
export const GivenLink = ({
  onUse,
  onShow,
}: {
  /** Without it there is no relay yet, and nothing to choose. */
  readonly onUse?: () => void;
  readonly onShow?: () => void;
}) => {
  const { t } = useTranslation("settings");
  return (
    <MarginRow>
      <Notice
        tone="neutral"
        title={t("add.given")}
        {...(onUse === undefined
          ? {}
          : {
              actions: (
                <>
                  <Button variant="text" onClick={onUse}>
                    {t("add.givenUse")}
                  </Button>
                  <Button variant="text" onClick={onShow}>
                    {t("add.givenShow")}
                  </Button>
                </>
              ),
            })}
      >
        {t("add.givenHow")}
      </Notice>
    </MarginRow>
  );
};
