import { createLater } from "../editor/later.ts";

/** The list of entries: a first run ends on a blank page, which does not wait for it. */
export const timelineLater = createLater(() => import("./TimelinePane.tsx"));
