import { useState } from "react";
import { Outlet } from "react-router";
import { useVault } from "../store/index.ts";
import { BlobUrlsProvider } from "./photos/BlobUrlsProvider.tsx";
import { ListMemory, type ListPlace } from "./timeline/list-memory.ts";
import "./en.ts";

/** What all pages of the journal share while they live: opened pictures, and where each list was. */
export const JournalPages = () => {
  const vault = useVault();
  const [places] = useState(() => new Map<string, ListPlace>());
  return (
    <BlobUrlsProvider readBlob={vault.readBlob}>
      <ListMemory value={places}>
        <Outlet />
      </ListMemory>
    </BlobUrlsProvider>
  );
};
