import { createHashRouter, type RouteObject } from "react-router";
import { AlarmRoute } from "../alarms/AlarmRoute.tsx";
import { Frame } from "../frame/Frame.tsx";
import { layers } from "../layers/index.ts";
import { paths } from "../paths.ts";
import { RouteProblem } from "./NotFound.tsx";

/** The rooms of a feature, asked for when someone first goes there. Their paths are whole: `/settings/devices`. */
export type LoadRoutes = () => Promise<readonly RouteObject[]>;
export interface RoomLoaders {
  readonly journal: LoadRoutes;
  readonly settings: LoadRoutes;
}
export type AppRouter = ReturnType<typeof createHashRouter>;

const inSettings = (path: string): boolean =>
  path === paths.settings || path.startsWith(`${paths.settings}/`);

/** Hash routes: no id of an entry ever reaches a server. Settings are asked for when someone first goes there. */
export const createAppRouter = async (rooms: RoomLoaders): Promise<AppRouter> => {
  const atStart = inSettings(location.hash.slice(1)) ? await rooms.settings() : [];
  const children = [{ path: "/alarm/:id", element: <AlarmRoute /> }, ...(await rooms.journal()), ...atStart];
  const router = createHashRouter(
    [
      {
        id: "frame",
        element: <Frame />,
        errorElement: <RouteProblem />,
        hydrateFallbackElement: <></>,
        children,
      },
    ],
    {
      patchRoutesOnNavigation: async ({ path, patch }) => {
        if (inSettings(path)) patch("frame", [...(await rooms.settings())]);
      },
    },
  );
  await layers.guard(router);
  return router;
};
