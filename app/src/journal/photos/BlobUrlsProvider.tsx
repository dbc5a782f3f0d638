import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import type { BlobManifest } from "../../documents/index.ts";
import type { Vault } from "../../vault/index.ts";
import { type BlobPicture, type BlobUrls, createBlobUrls } from "./blob-urls.ts";

const Urls = createContext<BlobUrls | undefined>(undefined);
const keptOffScreen = 60;

/** Pictures of the journal's pages; all their addresses end with it. */
export const BlobUrlsProvider = ({
  readBlob,
  children,
}: {
  readonly readBlob: Vault["readBlob"];
  readonly children: ReactNode;
}) => {
  const urls = useMemo(
    () =>
      createBlobUrls({
        readBlob,
        createUrl: (bytes, type) => URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type })),
        revokeUrl: (url) => URL.revokeObjectURL(url),
        keep: keptOffScreen,
      }),
    [readBlob],
  );
  useEffect(() => () => urls.clear(), [urls]);
  return <Urls value={urls}>{children}</Urls>;
};

/** The picture of an attachment while the component is on screen; undefined without a manifest. */
export const useBlobPicture = (manifest: BlobManifest | undefined, type: string): BlobPicture | undefined => {
  const urls = useContext(Urls);
  const [held, setHeld] = useState<{ blobId: string; picture: BlobPicture }>();
  useEffect(() => {
    if (urls === undefined || manifest === undefined) return;
    return urls.hold(manifest, type, (picture) => setHeld({ blobId: manifest.blobId, picture }));
  }, [urls, manifest, type]);
  return held !== undefined && held.blobId === manifest?.blobId ? held.picture : undefined;
};
