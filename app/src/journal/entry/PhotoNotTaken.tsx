import Snackbar from "@mui/material/Snackbar";
import { useTranslation } from "../../shell/i18n/index.ts";
import { snackbar } from "../../shell/pieces/index.ts";

/** Answers a photo or file that was pasted or dropped. MUI gives the sentence its live region. */
export const PhotoNotTaken = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation("journal");
  return (
    <Snackbar
      open
      autoHideDuration={8000}
      onClose={(_, reason) => reason !== "clickaway" && onClose()}
      message={t("paste.noFiles")}
      {...snackbar}
    />
  );
};
