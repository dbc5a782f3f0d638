import type { RouteObject } from "react-router";
import { paths } from "../shell/paths.ts";
import { AboutPage } from "./about/AboutPage.tsx";
import { AlarmsPage } from "./alarms/AlarmsPage.tsx";
import { AddDevicePage } from "./devices/AddDevicePage.tsx";
import { DevicesPage } from "./devices/DevicesPage.tsx";
import { BackupPage } from "./keep/BackupPage.tsx";
import { StoragePage } from "./keep/StoragePage.tsx";
import { LookPage } from "./look/LookPage.tsx";
import { SettingsHome } from "./room/SettingsHome.tsx";
import { SettingsRoom } from "./room/SettingsRoom.tsx";
import { SecurityPage } from "./security/SecurityPage.tsx";
import { WordsPage } from "./security/WordsPage.tsx";
import "./en.ts";

/** Whole paths, below the frame's. Journals are managed by the journal's own room. */
export const settingsRoutes: RouteObject[] = [
  {
    element: <SettingsRoom />,
    children: [
      { path: paths.settings, element: <SettingsHome /> },
      { path: paths.devices, element: <DevicesPage /> },
      { path: paths.addDevice, element: <AddDevicePage /> },
      { path: paths.storage, element: <StoragePage /> },
      { path: paths.backup, element: <BackupPage /> },
      // With the archive and Markdown libraries: only for those who bring something in or take something out.
      {
        path: paths.import,
        lazy: async () => ({ Component: (await import("./bring/ImportPage.tsx")).ImportPage }),
      },
      {
        path: paths.export,
        lazy: async () => ({ Component: (await import("./take/ExportPage.tsx")).ExportPage }),
      },
      { path: paths.security, element: <SecurityPage /> },
      { path: paths.words, element: <WordsPage /> },
      { path: paths.appearance, element: <LookPage /> },
      { path: paths.about, element: <AboutPage /> },
      { path: paths.alarms, element: <AlarmsPage /> },
    ],
  },
];
