import { useEffect, useState } from "react";
import { Outlet } from "react-router";
import { useVault } from "../store/index.ts";
import { createOpeningAhead, OpeningAheadContext } from "./entry/opening-ahead.ts";
import { BlobUrlsProvider } from "./photos/BlobUrlsProvider.tsx";
import { ListMemory, type ListPlace } from "./timeline/list-memory.ts";
import "./en.ts";

/** What all pages of the journal share while they live: opened pictures, and where each list was. */
export const JournalPages = () => {
  const vault = useVault();
  const [places] = useState(() => new Map<string, ListPlace>());
  const [ahead] = useState(() => createOpeningAhead(vault.open));
  useEffect(() => ahead.drop, [ahead]);
  return (
    <BlobUrlsProvider readBlob={vault.readBlob}>
      <ListMemory value={places}>
        <OpeningAheadContext value={ahead}>
          <Outlet />
        </OpeningAheadContext>
      </ListMemory>
    </BlobUrlsProvider>
  );
};
