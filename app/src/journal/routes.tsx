import type { RouteObject } from "react-router";
import { JournalPages } from "./JournalPages.tsx";
import { JournalRoom } from "./JournalRoom.tsx";

/** The list and the open entry are one room whatever the address says, so that neither notices the other's coming. */
const roomRoutes: readonly RouteObject[] = [
  "journal/:id",
  "tag/:id",
  "favourites",
  "entry/:docId",
  "write",
].map((path) => ({ path, element: null }));

/** The journal's addresses, below the frame's. What nobody needs for the first word is fetched when it is asked for. */
export const journalRoutes: RouteObject[] = [
  {
    element: <JournalPages />,
    children: [
      { element: <JournalRoom />, children: [{ index: true, element: null }, ...roomRoutes] },
      {
        path: "look-back",
        lazy: async () => ({ Component: (await import("./lookback/LookBackPage.tsx")).LookBackPage }),
      },
      { path: "tags", lazy: async () => ({ Component: (await import("./manage/TagsPage.tsx")).TagsPage }) },
      {
        path: "trash",
        lazy: async () => ({ Component: (await import("./manage/TrashPage.tsx")).TrashPage }),
      },
      {
        path: "settings/journals",
        lazy: async () => ({ Component: (await import("./manage/JournalsPage.tsx")).JournalsPage }),
      },
    ],
  },
];
