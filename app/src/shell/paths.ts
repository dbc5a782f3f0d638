import { alarmAddress } from "./alarms/address.ts";

/** Every address of the app, below the `#`. No title ever stands in one; ids never reach a server. */
export const paths = {
  journal: "/",
  /** One journal's list. */
  journalOf: (id: string) => `/journal/${id}` as const,
  tag: (id: string) => `/tag/${id}` as const,
  tags: "/tags",
  favourites: "/favourites",
  trash: "/trash",
  entry: (docId: string) => `/entry/${docId}` as const,
  /** Makes an entry and goes to it: also the app's shortcut. */
  write: "/write",
  /** Calendar and on this day; `?day=YYYY-MM-DD` chooses. */
  lookBack: "/look-back",
  lookBackAt: (day: string) => `/look-back?day=${day}` as const,
  journals: "/settings/journals",
  settings: "/settings",
  devices: "/settings/devices",
  addDevice: "/settings/devices/add",
  storage: "/settings/storage",
  backup: "/settings/backup",
  import: "/settings/import",
  export: "/settings/export",
  security: "/settings/security",
  words: "/settings/words",
  appearance: "/settings/appearance",
  about: "/settings/about",
  alarms: "/settings/alarms",
  alarm: (id: string) => `/alarm/${alarmAddress(id)}` as const,
} as const;
