import { createHashRouter, type RouteObject } from "react-router";
import { AlarmRoute } from "../alarms/AlarmRoute.tsx";
import { Frame } from "../frame/Frame.tsx";
import { paths } from "../paths.ts";
import { RouteProblem } from "./NotFound.tsx";

/** The rooms of a feature, asked for when someone first goes there. Their paths are whole: `/settings/devices`. */
export type LoadRoutes = () => Promise<readonly RouteObject[]>;
export interface RoomLoaders {
  readonly journal: LoadRoutes;
  readonly settings: LoadRoutes;
}
export type AppRouter = ReturnType<typeof createHashRouter>;

/** Hash routes: no id of an entry ever reaches a server. */
export const createAppRouter = (rooms: RoomLoaders): AppRouter =>
  createHashRouter(
    [
      {
        id: "frame",
        element: <Frame />,
        errorElement: <RouteProblem />,
        hydrateFallbackElement: <></>,
        children: [{ path: "/alarm/:id", element: <AlarmRoute /> }],
      },
    ],
    {
      patchRoutesOnNavigation: async ({ path, patch }) => {
        const within = path === paths.settings || path.startsWith(`${paths.settings}/`);
        // The journal's rooms are there in any case: some of its pages lie below Settings.
        patch("frame", [...(await rooms.journal())]);
        if (within) patch("frame", [...(await rooms.settings())]);
      },
    },
  );
