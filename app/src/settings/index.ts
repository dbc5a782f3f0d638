/** The door of settings: its addresses, for the router to load when someone first goes there. */
export { settingsRoutes } from "./routes.tsx";
