import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { type FormEvent, useId, useState } from "react";
import { type ErrorCode, ErrorNotice } from "../shell/errors/index.ts";
import { useTranslation } from "../shell/i18n/index.ts";
import { PassphraseField } from "../shell/pieces/index.ts";
import { role } from "../shell/theme/index.ts";
import { Actions, FirstRunPage } from "./FirstRunPage.tsx";
import { StrengthSentence, useStrength } from "./StrengthSentence.tsx";
import { isEnough, leastLength } from "./strength.ts";

export const ChoosePassphrase = ({
  onBack,
  onHave,
  onChosen,
  state,
}: {
  readonly onBack: () => void;
  readonly onHave: () => void;
  readonly onChosen: (passphrase: string) => void;
  readonly state: { readonly is: "asking"; readonly error?: ErrorCode } | { readonly is: "making" };
}) => {
  const { t } = useTranslation("onboarding");
  const form = useId();
  const [passphrase, setPassphrase] = useState("");
  const [again, setAgain] = useState("");
  const [tried, setTried] = useState(false);
  const strength = useStrength(passphrase);
  const weak = passphrase.length < leastLength || (strength !== undefined && !isEnough(strength));
  const differ = passphrase !== again;
  const making = state.is === "making";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!weak && !differ && strength !== undefined && !making) onChosen(passphrase);
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
              {making ? t("passphrase.making") : t("passphrase.next")}
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
          onChange={setPassphrase}
          purpose="new"
          autoFocus
          disabled={making}
          error={tried && weak ? t("passphrase.weak") : undefined}
        />
        <StrengthSentence passphrase={passphrase} strength={strength} />
        <Box sx={{ marginTop: 4 }}>
          <PassphraseField
            label={t("passphrase.again")}
            value={again}
            onChange={setAgain}
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
