import { BookOpenIcon } from "@phosphor-icons/react/dist/csr/BookOpen";
import { CircleHalfIcon } from "@phosphor-icons/react/dist/csr/CircleHalf";
import { DeviceMobileIcon } from "@phosphor-icons/react/dist/csr/DeviceMobile";
import { DownloadSimpleIcon } from "@phosphor-icons/react/dist/csr/DownloadSimple";
import { ExportIcon } from "@phosphor-icons/react/dist/csr/Export";
import { FileArrowDownIcon } from "@phosphor-icons/react/dist/csr/FileArrowDown";
import { GearSixIcon } from "@phosphor-icons/react/dist/csr/GearSix";
import { KeyboardIcon } from "@phosphor-icons/react/dist/csr/Keyboard";
import { LockSimpleIcon } from "@phosphor-icons/react/dist/csr/LockSimple";
import { PenNibIcon } from "@phosphor-icons/react/dist/csr/PenNib";
import type { ReactNode } from "react";
import { useNavigate } from "react-router";
import { overlayOpened, useAppDispatch, useTaxonomy } from "../../store/index.ts";
import { rooms } from "../frame/rooms.ts";
import { useTranslation } from "../i18n/index.ts";
import { useInstall } from "../install/install.ts";
import { earlyKeys } from "../keys/early-keys.ts";
import { shortcutText } from "../keys/shortcuts.ts";
import { useLock } from "../lock/LockHost.tsx";
import { paths } from "../paths.ts";
import { Ribbon } from "../pieces/Ribbon.tsx";
import { useAppearance } from "../theme/index.ts";

export interface Command {
  readonly id: string;
  readonly group: "do" | "go" | "entries";
  readonly label: string;
  readonly hint?: string;
  readonly keys?: string;
  readonly sign: ReactNode;
  readonly run: () => void;
}

/** Everything that can be done or gone to by name. */
export const useCommands = (): readonly Command[] => {
  const { t } = useTranslation("shell");
  const navigate = useNavigate();
  const dispatch = useAppDispatch();
  const lock = useLock();
  const install = useInstall();
  const [appearance, setAppearance] = useAppearance();
  const journals = useTaxonomy()?.journals ?? [];
  const go = (to: string) => () => {
    if (to === paths.write) earlyKeys.begin();
    void navigate(to);
  };
  const size = { size: 20, weight: "light" } as const;
  const doing = (
    id: string,
    label: string,
    sign: ReactNode,
    run: () => void,
    more: Partial<Command> = {},
  ): Command => ({
    id,
    group: "do",
    label,
    sign,
    run,
    ...more,
  });
  const going = (id: string, label: string, to: string, sign: ReactNode, keys?: string): Command => ({
    id,
    group: "go",
    label,
    sign,
    run: go(to),
    ...(keys === undefined ? {} : { keys }),
  });
  const looks = [
    ["light", t("palette.lookLight")],
    ["dark", t("palette.lookDark")],
    ["system", t("palette.lookSystem")],
  ] as const;
  return [
    doing("write", t("nav.write"), <PenNibIcon {...size} />, go(paths.write), { keys: "N" }),
    doing("lock", t("palette.lock"), <LockSimpleIcon {...size} />, lock, {
      hint: t("palette.lockHint"),
      keys: shortcutText("lock"),
    }),
    ...looks
      .filter(([scheme]) => scheme !== appearance.scheme)
      .map(([scheme, label]) =>
        doing(`look-${scheme}`, label, <CircleHalfIcon {...size} />, () => setAppearance({ scheme })),
      ),
    doing("backup", t("palette.backup"), <FileArrowDownIcon {...size} />, go(paths.backup)),
    doing("device", t("palette.device"), <DeviceMobileIcon {...size} />, go(paths.addDevice)),
    doing("import", t("palette.import"), <DownloadSimpleIcon {...size} />, go(paths.import)),
    doing("export", t("palette.export"), <ExportIcon {...size} />, go(paths.export)),
    doing(
      "shortcuts",
      t("palette.shortcuts"),
      <KeyboardIcon {...size} />,
      () => void dispatch(overlayOpened("shortcuts")),
      { keys: "?" },
    ),
    ...(install.available
      ? [doing("install", t("palette.install"), <DeviceMobileIcon {...size} />, install.ask)]
      : []),
    ...Object.values(rooms).map(({ name, to, Sign, keys }) =>
      going(name, t(`nav.${name}`), to, <Sign {...size} />, keys),
    ),
    ...journals
      .filter((journal) => !journal.archived)
      .map((journal) =>
        going(
          `journal-${journal.id}`,
          journal.name,
          paths.journalOf(journal.id),
          <Ribbon ink={journal.ink} />,
        ),
      ),
    going("devices", t("palette.devices"), paths.devices, <GearSixIcon {...size} />),
    going("storage", t("palette.storage"), paths.storage, <GearSixIcon {...size} />),
    going("security", t("palette.security"), paths.security, <GearSixIcon {...size} />),
    going("appearance", t("palette.appearance"), paths.appearance, <GearSixIcon {...size} />),
    going("about", t("palette.about"), paths.about, <BookOpenIcon {...size} />),
  ];
};
