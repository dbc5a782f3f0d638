import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "../shell/i18n/index.ts";
import { TextField } from "../shell/pieces/index.ts";
import { role } from "../shell/theme/index.ts";
import { Actions, FirstRunPage } from "./FirstRunPage.tsx";
import { isPairingLink } from "./link.ts";
import { NewcomerSteps } from "./NewcomerSteps.tsx";
import { Scanner } from "./scan/Scanner.tsx";

type Way = { readonly by: "own-code" } | { readonly by: "link"; readonly link: string };
type Stage =
  | { readonly at: "name"; readonly way: Way }
  | { readonly at: "scan" }
  | { readonly at: "pairing"; readonly way: Way; readonly attempt: number };

/** Joining from a device that holds the journal: its name first, then a code of our own, or one that is scanned. */
export const JoinDevice = ({
  link,
  suggestedName,
  onBack,
  onJoined,
}: {
  readonly link?: string;
  readonly suggestedName: string;
  readonly onBack: () => void;
  readonly onJoined: () => void;
}) => {
  const { t } = useTranslation("onboarding");
  const form = useId();
  const [name, setName] = useState(suggestedName);
  const [pasted, setPasted] = useState("");
  const [notOurs, setNotOurs] = useState(false);
  const given: Way = link === undefined ? { by: "own-code" } : { by: "link", link };
  const [stage, setStage] = useState<Stage>({ at: "name", way: given });
  const pair = (way: Way) => setStage({ at: "pairing", way, attempt: 0 });
  const takeLink = (text: string) => {
    const found = text.trim();
    if (isPairingLink(found)) pair({ by: "link", link: found });
    else setNotOurs(true);
  };

  if (stage.at === "pairing")
    return (
      <NewcomerSteps
        key={stage.attempt}
        deviceName={name.trim()}
        {...(stage.way.by === "link" ? { link: stage.way.link } : {})}
        onScan={() => setStage({ at: "scan" })}
        onBack={onBack}
        onRetry={() => setStage({ at: "pairing", way: { by: "own-code" }, attempt: stage.attempt + 1 })}
        onJoined={onJoined}
      />
    );

  if (stage.at === "scan")
    return (
      <FirstRunPage
        title={t("join.scan.title")}
        onBack={() => pair({ by: "own-code" })}
        footer={
          <Button onClick={() => pair({ by: "own-code" })} sx={{ width: { xs: "100%", md: "auto" } }}>
            {t("join.scan.back")}
          </Button>
        }
      >
        <Typography variant="body2" component="p" sx={{ margin: "8px 0 16px", color: role.ink2 }}>
          {t("join.scan.how")}
        </Typography>
        <Scanner onText={takeLink} />
        <Box
          component="form"
          sx={{ marginTop: 6 }}
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            takeLink(pasted);
          }}
        >
          <TextField
            label={t("join.scan.paste")}
            value={pasted}
            onChange={(event) => {
              setPasted(event.target.value);
              setNotOurs(false);
            }}
            error={notOurs}
            helperText={notOurs ? t("join.scan.none") : undefined}
            slotProps={{
              htmlInput: { autoComplete: "off", autoCapitalize: "none", spellCheck: false, inputMode: "url" },
            }}
          />
          <Button type="submit" disabled={pasted.trim() === ""} sx={{ marginTop: 3 }}>
            {t("join.scan.open")}
          </Button>
        </Box>
      </FirstRunPage>
    );

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") pair(stage.way);
  };
  return (
    <FirstRunPage
      title={t("join.title")}
      onBack={onBack}
      footer={
        <Actions>
          <Button type="submit" form={form} variant="contained" disabled={name.trim() === ""}>
            {stage.way.by === "link" ? t("join.scan.open") : t("join.show")}
          </Button>
          {stage.way.by === "own-code" && (
            <Button onClick={() => setStage({ at: "scan" })} disabled={name.trim() === ""}>
              {t("join.scanInstead")}
            </Button>
          )}
        </Actions>
      }
    >
      <Box component="form" id={form} onSubmit={submit} sx={{ marginTop: 6 }}>
        <TextField
          label={t("join.deviceName")}
          value={name}
          onChange={(event) => setName(event.target.value)}
          helperText={t("join.deviceNameHow")}
          slotProps={{ htmlInput: { maxLength: 60, autoComplete: "off" } }}
        />
      </Box>
    </FirstRunPage>
  );
};
