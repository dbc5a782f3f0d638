import type { RouteObject } from "react-router";
import { JournalPages } from "./JournalPages.tsx";
import { JournalRoom } from "./JournalRoom.tsx";
import { LookBackPage } from "./lookback/LookBackPage.tsx";
import { JournalsPage } from "./manage/JournalsPage.tsx";
import { TagsPage } from "./manage/TagsPage.tsx";
import { TrashPage } from "./manage/TrashPage.tsx";

/** The list and the open entry are one room whatever the address says, so that neither notices the other's coming. */
const roomRoutes: readonly RouteObject[] = [
  "journal/:id",
  "tag/:id",
  "favourites",
  "entry/:docId",
  "write",
].map((path) => ({ path, element: null }));

/** The journal's addresses, below the frame's. */
export const journalRoutes: RouteObject[] = [
  {
    element: <JournalPages />,
    children: [
      { element: <JournalRoom />, children: [{ index: true, element: null }, ...roomRoutes] },
      { path: "look-back", element: <LookBackPage /> },
      { path: "tags", element: <TagsPage /> },
      { path: "trash", element: <TrashPage /> },
      { path: "settings/journals", element: <JournalsPage /> },
    ],
  },
];
