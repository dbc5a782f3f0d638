import { useTranslation } from "../../shell/i18n/index.ts";
import { Stitches } from "../../shell/pieces/index.ts";
import { useReceipt, useSync } from "../../store/index.ts";

const WaitingStitches = ({ docId }: { readonly docId: string }) => {
  const { t } = useTranslation("journal");
  const receipt = useReceipt(docId);
  if (receipt === undefined || receipt.relay) return null;
  return (
    <Stitches reach={{ here: receipt.here, relay: false, everyDevice: false }} label={t("row.onlyHere")} />
  );
};

/**
 * In lists stitches show only while an entry is not on the relay, and only where there is one: a device that only reads
 * confirms nothing, so what the others hold is said where an entry is open and under Devices, not on every row.
 */
export const ItemStitches = ({ docId }: { readonly docId: string }) => {
  const sync = useSync();
  if (sync === undefined || sync.link === "off" || sync.waitingEntries === 0) return null;
  return <WaitingStitches docId={docId} />;
};
