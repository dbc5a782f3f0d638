import Box from "@mui/material/Box";
import { useEffect, useState } from "react";
import { useTranslation } from "../shell/i18n/index.ts";
import { role } from "../shell/theme/index.ts";
import {
  isEnough,
  leastLength,
  loadMeasure,
  type Measure,
  type Strength,
  strengthByLength,
  strengths,
} from "./strength.ts";

/** Measures while someone types; `undefined` until the dictionaries are here. */
export const useStrength = (passphrase: string): Strength | undefined => {
  const [measure, setMeasure] = useState<Measure>();
  const wanted = passphrase !== "";
  useEffect(() => {
    if (!wanted) return undefined;
    let here = true;
    void loadMeasure()
      // Offline on a first visit: they cannot be fetched.
      .catch(() => strengthByLength)
      .then((loaded) => here && setMeasure(() => loaded));
    return () => {
      here = false;
    };
  }, [wanted]);
  return measure === undefined || passphrase === "" ? undefined : measure(passphrase);
};

/** Four dashes and a sentence; the sentence says everything the dashes do. */
export const StrengthSentence = ({
  passphrase,
  strength,
}: {
  readonly passphrase: string;
  readonly strength: Strength | undefined;
}) => {
  const { t } = useTranslation("onboarding");
  const level = strength === undefined ? 0 : strengths.indexOf(strength);
  const colour = strength !== undefined && isEnough(strength) ? role.positive : role.caution;
  const sentence =
    passphrase === ""
      ? t("passphrase.none")
      : passphrase.length < leastLength
        ? t("passphrase.short")
        : strength === undefined
          ? t("passphrase.measuring")
          : t(`passphrase.strength.${strength}`);
  return (
    <Box sx={{ display: "flex", gap: 2.5, marginTop: 2.5, minHeight: 40 }}>
      <Box aria-hidden="true" sx={{ display: "flex", gap: "4px", paddingTop: "8px", flexShrink: 0 }}>
        {[1, 2, 3, 4].map((dash) => (
          <Box
            key={dash}
            sx={{
              width: 14,
              height: 2,
              backgroundColor: passphrase !== "" && dash <= level ? colour : role.hairline,
            }}
          />
        ))}
      </Box>
      <Box role="status" sx={{ typography: "caption", color: role.ink2 }}>
        {sentence}
      </Box>
    </Box>
  );
};
