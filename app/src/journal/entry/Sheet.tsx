import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import Drawer from "@mui/material/Drawer";
import Typography from "@mui/material/Typography";
import useMediaQuery from "@mui/material/useMediaQuery";
import { type ReactNode, useId } from "react";
import { useTranslation } from "../../shell/i18n/index.ts";
import { useBackCloses } from "../../shell/layers/index.ts";
import { role } from "../../shell/theme/index.ts";

export interface SheetProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** From below on a phone, a dialog from 600 px. What is changed in it holds at once; *Done* only closes. */
export const Sheet = ({ title, onClose, children }: SheetProps) => {
  const { t } = useTranslation("journal");
  const titleId = useId();
  useBackCloses(true, onClose);
  const wide = useMediaQuery("(min-width: 600px)");
  const content = (
    <>
      {!wide && (
        <Box
          aria-hidden
          sx={{ width: 32, height: 4, borderRadius: "2px", backgroundColor: role.rule, margin: "8px auto 0" }}
        />
      )}
      <Box
        sx={{
          display: "flex",
          alignItems: "center",
          justifyContent: "space-between",
          gap: 4,
          padding: "12px 20px",
          borderBottom: `1px solid ${role.hairline}`,
        }}
      >
        <Typography id={titleId} component="h2" variant="h6">
          {title}
        </Typography>
        <Button variant="text" onClick={onClose}>
          {t("action.done")}
        </Button>
      </Box>
      <Box sx={{ overflowY: "auto", paddingBottom: 4 }}>{children}</Box>
    </>
  );
  return wide ? (
    <Dialog
      open
      onClose={onClose}
      aria-labelledby={titleId}
      slotProps={{ paper: { sx: { width: 480, maxWidth: "calc(100% - 32px)" } } }}
    >
      {content}
    </Dialog>
  ) : (
    <Drawer
      open
      anchor="bottom"
      onClose={onClose}
      slotProps={{
        paper: {
          role: "dialog",
          "aria-modal": true,
          "aria-labelledby": titleId,
          sx: {
            maxHeight: "92dvh",
            backgroundColor: role.raised,
            borderRadius: "12px 12px 0 0",
            border: 0,
            boxShadow: role.float,
          },
        },
      }}
    >
      {content}
    </Drawer>
  );
};

/** One thing about the entry: its name left, the value in serif, a hint below. */
export const SheetRow = ({
  label,
  labelId,
  hint,
  children,
}: {
  readonly label: string;
  readonly labelId?: string;
  readonly hint?: ReactNode;
  readonly children: ReactNode;
}) => (
  <Box
    sx={{
      display: "grid",
      gridTemplateColumns: "84px minmax(0, 1fr)",
      padding: "14px 20px",
      borderBottom: `1px solid ${role.hairline}`,
      "&:last-child": { borderBottom: 0 },
    }}
  >
    <Box id={labelId} sx={{ typography: "caption", color: role.ink3, paddingTop: "5px" }}>
      {label}
    </Box>
    <Box sx={{ typography: "subtitle1", fontWeight: 400, minWidth: 0 }}>
      {children}
      {hint !== undefined && <Box sx={{ typography: "caption", color: role.ink3, marginTop: 1 }}>{hint}</Box>}
    </Box>
  </Box>
);
