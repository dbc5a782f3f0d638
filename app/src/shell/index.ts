import "./en.ts";

export { App, type LoadOnboarding, type OnboardingProps } from "./app/App.tsx";
export { Boundary } from "./app/Boundary.tsx";
export type { FirstChoice } from "./app/first-choice.ts";
export { createAppRouter, type LoadRoutes, type RoomLoaders } from "./app/router.tsx";
export { isInstalled, isIos, useInstall } from "./install/install.ts";
export { takeJoinLink } from "./join-link.ts";
export { ClosedPage } from "./lock/ClosedPage.tsx";
export { paths } from "./paths.ts";
export { ThemeRoot } from "./theme/index.ts";
export { type Update, useUpdate, watchForUpdates } from "./updates/updates.ts";
