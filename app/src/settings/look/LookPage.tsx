import Box from "@mui/material/Box";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useFormat, useTranslation } from "../../shell/i18n/index.ts";
import { SettingsSection } from "../../shell/pieces/index.ts";
import { type Appearance, readingSizes, useAppearance } from "../../shell/theme/index.ts";
import { useSettings, useVault } from "../../store/index.ts";
import { Choice } from "../room/Choice.tsx";
import { SettingsPage } from "../room/SettingsPage.tsx";
import { dayStarts, minutesAsTime } from "./start-of-day.ts";

const schemes: readonly Appearance["scheme"][] = ["system", "light", "dark"];
const contrasts: readonly Appearance["contrast"][] = ["system", "normal", "more"];

/** How this screen looks, and when a day begins. */
export const LookPage = () => {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const vault = useVault();
  const [appearance, change] = useAppearance();
  const settings = useSettings();
  const startOfDay = settings?.startOfDay ?? 0;
  const starts = dayStarts.includes(startOfDay)
    ? dayStarts
    : [...dayStarts, startOfDay].toSorted((a, b) => a - b);
  return (
    <SettingsPage title={t("look.title")} flat>
      <SettingsSection title={t("look.screen")}>
        <Choice
          label={t("look.schemeLabel")}
          value={appearance.scheme}
          onChange={(scheme) => change({ scheme })}
          options={schemes.map((value) => ({ value, label: t(`look.scheme.${value}`) }))}
        />
        <Choice
          label={t("look.contrastLabel")}
          value={appearance.contrast}
          onChange={(contrast) => change({ contrast })}
          options={contrasts.map((value) => ({ value, label: t(`look.contrast.${value}`) }))}
        />
        <Choice
          label={t("look.sizeLabel")}
          value={readingSizes.find((size) => size === appearance.reading)}
          onChange={(reading) => change({ reading })}
          options={readingSizes.map((value) => ({
            value,
            label: t("look.size", { percent: format.number(Math.round(value * 100)) }),
          }))}
          note={t("look.sizeNote")}
        />
        <Typography
          variant="body1"
          component="p"
          sx={{ margin: "16px 0 0", maxWidth: "34em" }}
          aria-hidden="true"
        >
          {t("look.sample")}
        </Typography>
      </SettingsSection>
      <SettingsSection title={t("look.days")}>
        <Box sx={{ paddingTop: 2 }}>
          <TextField
            select
            label={t("look.startLabel")}
            value={String(startOfDay)}
            onChange={(event) =>
              void vault.editSettings({ type: "start-of-day", minutes: Number(event.target.value) })
            }
            helperText={t("look.startNote")}
            slotProps={{ select: { native: true } }}
            sx={{ maxWidth: 400 }}
          >
            {starts.map((minutes) => (
              <option key={minutes} value={String(minutes)}>
                {minutes === 0 ? t("look.midnight") : minutesAsTime(minutes)}
              </option>
            ))}
          </TextField>
        </Box>
      </SettingsSection>
    </SettingsPage>
  );
};
