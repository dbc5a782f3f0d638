import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { type FormEvent, useEffect, useId, useState } from "react";
import { type ErrorCode, ErrorNotice } from "../shell/errors/index.ts";
import { useTranslation } from "../shell/i18n/index.ts";
import { PassphraseField } from "../shell/pieces/index.ts";
import { role } from "../shell/theme/index.ts";
import { Actions, FirstRunPage } from "./FirstRunPage.tsx";
import { StrengthSentence, useStrength } from "./StrengthSentence.tsx";
import { isEnough, leastLength, loadMeasure, type Measure } from "./strength.ts";

export const ChoosePassphrase = ({
  onBack,
  onHave,
  onChosen,
  state,
  load = loadMeasure,
}: {
  readonly onBack: () => void;
  readonly onHave: () => void;
  readonly onChosen: (passphrase: string) => void;
  readonly state: { readonly is: "asking"; readonly error?: ErrorCode } | { readonly is: "making" };
  /** Fetches the dictionaries; a test decides when they come. */
  readonly load?: () => Promise<Measure>;
}) => {
  const { t } = useTranslation("onboarding");
  const form = useId();
  const [passphrase, setPassphrase] = useState("");
  const [again, setAgain] = useState("");
  const [tried, setTried] = useState(false);
  const [waiting, setWaiting] = useState(false);
  const measured = useStrength(passphrase, load);
  const weak = passphrase.length < leastLength || (measured !== undefined && !isEnough(measured));
  const differ = passphrase !== again;
  const making = state.is === "making";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (weak || differ || making) return;
    if (measured === undefined) setWaiting(true);
    else onChosen(passphrase);
  };
  // Asked before the dictionaries were here: what was asked is done as soon as it can be judged.
  useEffect(() => {
    if (!waiting || measured === undefined) return;
    setWaiting(false);
    if (isEnough(measured)) onChosen(passphrase);
  }, [waiting, measured, passphrase, onChosen]);
  const typed = (take: (text: string) => void) => (text: string) => {
    setWaiting(false);
    take(text);
  };
  // While the second is being typed it is only wrong once it can no longer become the first.
  const astray = again !== "" && !passphrase.startsWith(again);
  return (
    <FirstRunPage
      title={t("passphrase.title")}
      step={{ number: 1, of: 2 }}
      onBack={onBack}
      line="wideOnly"
      asideNote={t("sees.leave")}
      footer={
        <>
          <Typography variant="caption" component="p" sx={{ margin: "0 0 12px", color: role.ink3 }}>
            {t("passphrase.nothing")}
          </Typography>
          <Actions>
            <Button type="submit" form={form} variant="contained" disabled={making}>
              {making ? t("passphrase.making") : waiting ? t("passphrase.nextWaiting") : t("passphrase.next")}
            </Button>
            <Button variant="text" onClick={onHave} disabled={making}>
              {t("passphrase.haveOne")}
            </Button>
          </Actions>
        </>
      }
    >
      <Typography
        variant="body2"
        component="p"
        sx={{ margin: "8px 0 28px", color: role.ink2, fontSize: "1.0625rem", lineHeight: 1.5 }}
      >
        {t("passphrase.what")}
      </Typography>
      <form id={form} onSubmit={submit}>
        <PassphraseField
          label={t("passphrase.label")}
          value={passphrase}
          onChange={typed(setPassphrase)}
          purpose="new"
          autoFocus
          disabled={making}
          error={tried && weak ? t("passphrase.weak") : undefined}
        />
        <StrengthSentence passphrase={passphrase} measured={measured} waited={waiting} />
        <Box sx={{ marginTop: 4 }}>
          <PassphraseField
            label={t("passphrase.again")}
            value={again}
            onChange={typed(setAgain)}
            purpose="new"
            disabled={making}
            error={astray || (tried && !weak && differ) ? t("passphrase.differ") : undefined}
          />
        </Box>
      </form>
      {state.is === "asking" && state.error !== undefined && (
        <Box sx={{ marginTop: 6 }}>
          <ErrorNotice code={state.error} />
        </Box>
      )}
    </FirstRunPage>
  );
};
