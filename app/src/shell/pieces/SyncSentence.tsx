import Box from "@mui/material/Box";
import MuiLink from "@mui/material/Link";
import { WarningIcon } from "@phosphor-icons/react/dist/csr/Warning";
import { WarningOctagonIcon } from "@phosphor-icons/react/dist/csr/WarningOctagon";
import { Link } from "react-router";
import type { StorageState, SyncStatus } from "../../vault/index.ts";
import { useFormat, useTranslation } from "../i18n/index.ts";
import { paths } from "../paths.ts";
import { role } from "../theme/index.ts";
import type { Unsaved } from "../unsaved/index.ts";
import { syncWordsOf } from "./syncSentence.ts";

/** Where everything is, in one sentence: grey when well, with a sign when it needs someone. During an alarm it says so. */
export const SyncSentence = ({
  status,
  storage,
  alarm,
  unsaved,
}: {
  readonly status: SyncStatus;
  readonly storage?: StorageState;
  /** A loud alarm that is not acknowledged: then nothing here contradicts it. */
  readonly alarm?: { readonly sentence: string; readonly to: string };
  /** Words in this tab have no place: that is said before anything else. */
  readonly unsaved?: Unsaved;
}) => {
  const { t } = useTranslation("shell");
  const format = useFormat();
  const words = syncWordsOf(status, storage);
  const tone = alarm === undefined && unsaved === undefined ? words.tone : "danger";
  const Sign = tone === "danger" ? WarningOctagonIcon : WarningIcon;
  const time = words.since === undefined ? "" : format.time(words.since);
  const date = words.since === undefined ? "" : format.shortDate(words.since, Date.now());
  return (
    <Box
      role="status"
      sx={{
        typography: "caption",
        color: tone === "danger" ? role.danger : tone === "caution" ? role.caution : role.ink3,
        display: "flex",
        gap: 1.5,
        textWrap: "balance",
      }}
    >
      {tone !== "quiet" && (
        <Sign size={16} weight="fill" aria-hidden="true" style={{ flexShrink: 0, marginTop: 1 }} />
      )}
      <span>
        {unsaved !== undefined ? (
          t(`saved.notSaved.${unsaved}`)
        ) : alarm !== undefined ? (
          <MuiLink component={Link} to={alarm.to} color="inherit">
            {alarm.sentence}
          </MuiLink>
        ) : words.key === "onlyHere" ? (
          <>
            {t("sync.onlyHere")}{" "}
            <MuiLink component={Link} to={paths.devices} color="inherit">
              {t("sync.keepSafe")}
            </MuiLink>
          </>
        ) : (
          t(`sync.${words.key}`, { count: words.count ?? 0, of: words.of ?? 0, time, date })
        )}
      </span>
    </Box>
  );
};
