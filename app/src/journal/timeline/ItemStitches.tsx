import { useTranslation } from "../../shell/i18n/index.ts";
import { Stitches } from "../../shell/pieces/index.ts";
import { useReceipt, useSync } from "../../store/index.ts";

const WaitingStitches = ({
  docId,
  otherDevices,
}: {
  readonly docId: string;
  readonly otherDevices: number;
}) => {
  const { t } = useTranslation("journal");
  const receipt = useReceipt(docId);
  if (receipt === undefined) return null;
  const everyDevice = receipt.relay && (otherDevices === 0 || receipt.notYet.length === 0);
  if (receipt.here && receipt.relay && everyDevice) return null;
  return (
    <Stitches
      reach={{ here: receipt.here, relay: receipt.relay, everyDevice }}
      label={t(receipt.relay ? "row.notEveryDevice" : "row.onlyHere")}
    />
  );
};

/** In lists stitches show only while one is still a dot, and only where there is a relay to get to. */
export const ItemStitches = ({ docId }: { readonly docId: string }) => {
  const sync = useSync();
  if (sync === undefined || sync.link === "off") return null;
  if (sync.waitingEntries === 0 && sync.upToDateDevices >= sync.otherDevices) return null;
  return <WaitingStitches docId={docId} otherDevices={sync.otherDevices} />;
};
