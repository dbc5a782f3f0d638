import Divider from "@mui/material/Divider";
import ListItemIcon from "@mui/material/ListItemIcon";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { DotsThreeVerticalIcon } from "@phosphor-icons/react/dist/csr/DotsThreeVertical";
import { ExportIcon } from "@phosphor-icons/react/dist/csr/Export";
import { InfoIcon } from "@phosphor-icons/react/dist/csr/Info";
import { MagnifyingGlassIcon } from "@phosphor-icons/react/dist/csr/MagnifyingGlass";
import { PrinterIcon } from "@phosphor-icons/react/dist/csr/Printer";
import { PushPinIcon } from "@phosphor-icons/react/dist/csr/PushPin";
import { StarIcon } from "@phosphor-icons/react/dist/csr/Star";
import { TrashIcon } from "@phosphor-icons/react/dist/csr/Trash";
import type { Icon } from "@phosphor-icons/react/dist/lib/types";
import { useId, useState } from "react";
import { useTranslation } from "../../shell/i18n/index.ts";
import { useBackCloses } from "../../shell/layers/index.ts";
import { IconAction } from "../../shell/pieces/index.ts";
import { role } from "../../shell/theme/index.ts";
import { floatingRoot } from "../editor/floating-root.ts";

export type EntryAction = "details" | "favourite" | "pin" | "find" | "export" | "print" | "trash";
export interface EntryMenuProps {
  readonly favourite: boolean;
  readonly pinned: boolean;
  readonly writable: boolean;
  /** A blank page has nothing to take out, print or throw away. */
  readonly blank: boolean;
  readonly onAction: (action: EntryAction) => void;
}

export const EntryMenu = ({ favourite, pinned, writable, blank, onAction }: EntryMenuProps) => {
  const { t } = useTranslation("journal");
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const menuId = useId();
  useBackCloses(anchor !== null, () => setAnchor(null));
  const choose = (action: EntryAction) => {
    setAnchor(null);
    onAction(action);
  };
  const items: readonly { action: EntryAction; icon: Icon; label: string; off?: boolean }[] = [
    { action: "details", icon: InfoIcon, label: t("menu.details") },
    {
      action: "favourite",
      icon: StarIcon,
      label: t(favourite ? "menu.unfavourite" : "menu.favourite"),
      off: !writable,
    },
    { action: "pin", icon: PushPinIcon, label: t(pinned ? "menu.unpin" : "menu.pin"), off: !writable },
    { action: "find", icon: MagnifyingGlassIcon, label: t("menu.find") },
    { action: "export", icon: ExportIcon, label: t("menu.export"), off: blank },
    { action: "print", icon: PrinterIcon, label: t("menu.print"), off: blank },
  ];
  return (
    <>
      <IconAction
        label={t("menu.label")}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        aria-controls={anchor === null ? undefined : menuId}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <DotsThreeVerticalIcon size={22} />
      </IconAction>
      <Menu
        id={menuId}
        anchorEl={anchor}
        container={floatingRoot}
        open={anchor !== null}
        onClose={() => setAnchor(null)}
      >
        {items.map(({ action, icon: IconOf, label, off }) => (
          <MenuItem key={action} disabled={off ?? false} onClick={() => choose(action)}>
            <ListItemIcon>
              <IconOf size={20} weight="light" />
            </ListItemIcon>
            {label}
          </MenuItem>
        ))}
        <Divider />
        <MenuItem disabled={blank} onClick={() => choose("trash")} sx={{ color: role.danger }}>
          <ListItemIcon>
            <TrashIcon size={20} weight="light" />
          </ListItemIcon>
          {t("menu.trash")}
        </MenuItem>
      </Menu>
    </>
  );
};
