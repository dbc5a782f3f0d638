import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { type FormEvent, useState } from "react";
import { useTranslation } from "../../shell/i18n/index.ts";
import { ErrorNotice, TextField } from "../../shell/pieces/index.ts";
import { role } from "../../shell/theme/index.ts";
import { useVault } from "../../store/index.ts";
import type { SyncError } from "../../vault/index.ts";

/** One button for the relay this page came from; another address and an invitation only for those who need them. */
export const TurnOnSync = () => {
  const { t } = useTranslation("settings");
  const vault = useVault();
  const [address, setAddress] = useState("");
  const [invite, setInvite] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<SyncError["code"]>();
  const wantsInvite = error === "relay-invite" || invite !== "";
  const turnOn = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(undefined);
    const turned = await vault.turnOnSync(address.trim() || undefined, invite.trim() || undefined);
    setBusy(false);
    if (!turned.ok) setError(turned.error.code);
  };
  return (
    <Box component="form" onSubmit={(event) => void turnOn(event)} sx={{ marginTop: 4 }}>
      {error !== undefined && (
        <Box sx={{ marginBottom: 4 }}>
          <ErrorNotice code={error} tone={error === "relay-unreachable" ? "caution" : "danger"} />
        </Box>
      )}
      {wantsInvite && (
        <Box sx={{ maxWidth: 440, marginBottom: 4 }}>
          <TextField
            label={t("sync.invite")}
            value={invite}
            onChange={(event) => setInvite(event.target.value)}
            helperText={t("sync.inviteHelp")}
            slotProps={{ htmlInput: { autoComplete: "off", spellCheck: false, autoCapitalize: "none" } }}
          />
        </Box>
      )}
      <Button type="submit" variant="contained" disabled={busy} sx={{ width: { xs: "100%", md: "auto" } }}>
        {busy ? t("sync.turningOn") : t("sync.turnOn")}
      </Button>
      <Box
        component="details"
        sx={{
          marginTop: 4,
          "& summary": { typography: "ui", color: role.link, cursor: "pointer", paddingBlock: "11px" },
        }}
      >
        <summary>{t("sync.other")}</summary>
        <Box sx={{ display: "flex", flexDirection: "column", gap: 4, maxWidth: 440, paddingTop: 2 }}>
          <TextField
            label={t("sync.address")}
            value={address}
            onChange={(event) => setAddress(event.target.value)}
            helperText={t("sync.addressHelp")}
            slotProps={{
              htmlInput: { inputMode: "url", autoComplete: "off", spellCheck: false, autoCapitalize: "none" },
            }}
          />
          {!wantsInvite && (
            <TextField
              label={t("sync.invite")}
              value={invite}
              onChange={(event) => setInvite(event.target.value)}
              helperText={t("sync.inviteHelp")}
              slotProps={{ htmlInput: { autoComplete: "off", spellCheck: false, autoCapitalize: "none" } }}
            />
          )}
        </Box>
      </Box>
    </Box>
  );
};
