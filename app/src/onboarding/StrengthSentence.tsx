import Box from "@mui/material/Box";
import { useEffect, useState } from "react";
import { useTranslation } from "../shell/i18n/index.ts";
import { role } from "../shell/theme/index.ts";
import {
  isEnough,
  leastLength,
  type Measure,
  type Measured,
  measureByLength,
  strengths,
} from "./strength.ts";

/** How long the dictionaries may be on their way, in ms, before length alone must do. */
const patience = 15_000;

/** Measures while someone types; `undefined` until the dictionaries are here, or are known not to come. */
export const useStrength = (passphrase: string, load: () => Promise<Measure>): Measured | undefined => {
  const [measure, setMeasure] = useState<Measure>();
  const wanted = passphrase !== "";
  useEffect(() => {
    if (!wanted) return undefined;
    let here = true;
    const use = (loaded: Measure) => here && setMeasure(() => loaded);
    const tired = setTimeout(() => use(measureByLength), patience);
    void load()
      // Offline on a first visit: they cannot be fetched.
      .catch(() => measureByLength)
      .then((loaded) => {
        clearTimeout(tired);
        use(loaded);
      });
    return () => {
      here = false;
      clearTimeout(tired);
    };
  }, [wanted, load]);
  return measure === undefined || passphrase === "" ? undefined : measure(passphrase);
};

/** Four dashes and a sentence; the sentence says everything the dashes do. */
export const StrengthSentence = ({
  passphrase,
  measured,
  waited,
}: {
  readonly passphrase: string;
  readonly measured: Measured | undefined;
  /** Someone asked to go on before it could be measured. */
  readonly waited: boolean;
}) => {
  const { t } = useTranslation("onboarding");
  const level = measured === undefined ? 0 : strengths.indexOf(measured.strength);
  const colour = measured !== undefined && isEnough(measured) ? role.positive : role.caution;
  const sentence =
    passphrase === ""
      ? t("passphrase.none")
      : passphrase.length < leastLength
        ? t("passphrase.short")
        : measured === undefined
          ? t(waited ? "passphrase.waiting" : "passphrase.measuring")
          : measured.judgedBy === "length"
            ? t(isEnough(measured) ? "passphrase.byLength.enough" : "passphrase.byLength.short")
            : t(`passphrase.strength.${measured.strength}`);
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
