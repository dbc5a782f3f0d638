import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { Link } from "react-router";
import { useTranslation } from "../../shell/i18n/index.ts";
import { paths } from "../../shell/paths.ts";
import { Notice } from "../../shell/pieces/index.ts";
import type { SyncStatus } from "../../vault/index.ts";

/** What a relay may refuse that a person can do something about, and everything else. */
const refusals = {
  quota: "quota",
  "relay-full": "quota",
  "signed-out": "signedOut",
  "way-in": "wayIn",
  upgrade: "upgrade",
  "relay-version": "upgrade",
  closed: "closed",
  "relay-closed": "closed",
  revoked: "revoked",
} as const;
type Refusal = (typeof refusals)[keyof typeof refusals] | "other";
const isKnown = (code: string): code is keyof typeof refusals => Object.hasOwn(refusals, code);

export const refusalOf = (status: Pick<SyncStatus, "link" | "code">): Refusal | undefined => {
  if (status.link !== "refused" && status.link !== "stopped") return undefined;
  const code = status.code ?? "";
  return isKnown(code) ? refusals[code] : "other";
};

/** Why nothing goes to the relay at the moment: what happened, what is safe, what to do. */
export const RelayNotice = ({ status }: { readonly status: SyncStatus }) => {
  const { t } = useTranslation("settings");
  const { t: shell } = useTranslation("shell");
  const refusal = refusalOf(status);
  if (refusal === undefined) return null;
  return (
    <Notice
      tone={refusal === "quota" ? "caution" : "danger"}
      title={t(`refusal.${refusal}.what`)}
      actions={
        <Button variant="text" component={Link} to={paths.backup}>
          {t("refusal.backup")}
        </Button>
      }
    >
      {t(`refusal.${refusal}.safe`)} {t(`refusal.${refusal}.next`)}
      <Box component="span" sx={{ display: "block", typography: "caption", marginTop: 1 }}>
        {shell("details", { code: status.code ?? status.link })}
      </Box>
    </Notice>
  );
};
