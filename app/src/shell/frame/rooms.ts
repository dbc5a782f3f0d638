import type { Icon } from "@phosphor-icons/react";
import { BookOpenIcon } from "@phosphor-icons/react/dist/csr/BookOpen";
import { CalendarBlankIcon } from "@phosphor-icons/react/dist/csr/CalendarBlank";
import { SlidersHorizontalIcon } from "@phosphor-icons/react/dist/csr/SlidersHorizontal";
import { StarIcon } from "@phosphor-icons/react/dist/csr/Star";
import { TagIcon } from "@phosphor-icons/react/dist/csr/Tag";
import { TrashIcon } from "@phosphor-icons/react/dist/csr/Trash";
import { paths } from "../paths.ts";

export type RoomName = "journal" | "lookBack" | "favourites" | "tags" | "trash" | "settings";
export interface Room {
  readonly name: RoomName;
  readonly to: string;
  readonly Sign: Icon;
  /** The keys that lead there, one after the other. */
  readonly keys?: string;
}

/** The rooms there are. Others join the list when they are built. */
export const rooms: Readonly<Record<RoomName, Room>> = {
  journal: { name: "journal", to: paths.journal, Sign: BookOpenIcon, keys: "G J" },
  lookBack: { name: "lookBack", to: paths.lookBack, Sign: CalendarBlankIcon, keys: "G L" },
  favourites: { name: "favourites", to: paths.favourites, Sign: StarIcon, keys: "G F" },
  tags: { name: "tags", to: paths.tags, Sign: TagIcon },
  trash: { name: "trash", to: paths.trash, Sign: TrashIcon },
  settings: { name: "settings", to: paths.settings, Sign: SlidersHorizontalIcon, keys: "G S" },
};

const within = (path: string, root: string): boolean => path === root || path.startsWith(`${root}/`);
/** Which room an address belongs to; entries, tags and single journals belong to Journal. */
export const roomAt = (path: string): RoomName => {
  if (within(path, paths.settings)) return "settings";
  if (within(path, paths.lookBack)) return "lookBack";
  if (within(path, paths.favourites)) return "favourites";
  if (within(path, paths.tags)) return "tags";
  if (within(path, paths.trash)) return "trash";
  return "journal";
};
/** Lists show notices above themselves; a page that is being written never does. */
export const isList = (path: string): boolean =>
  !within(path, "/entry") && path !== paths.write && !within(path, "/alarm") && !within(path, paths.settings);

/** On a phone an entry and an alarm have their own foot: the text's tools, or what there is to do. */
export const hasBar = (path: string): boolean =>
  !within(path, "/entry") && path !== paths.write && !within(path, "/alarm");
