import Box from "@mui/material/Box";
import ButtonBase from "@mui/material/ButtonBase";
import type { Editor } from "@tiptap/core";
import { useEditorState } from "@tiptap/react";
import { type KeyboardEvent, type RefObject, useRef, useState } from "react";
import { useTranslation } from "../../shell/i18n/index.ts";
import { role } from "../../shell/theme/index.ts";
import { tip } from "../../shell/tips/tip.ts";
import { blockCommand, type CommandId, type EditorCommand, linkIcon, markCommands } from "./commands.ts";

const isApple = (): boolean => /Mac|iPhone|iPad/u.test(navigator.platform);
export const shownKeys = (keys: string): string =>
  isApple() ? keys.replace("Mod+", "⌘").replace("Shift+", "⇧") : keys.replace("Mod", "Ctrl");

type Tone = "inverse" | "paper";
const toneLook = {
  inverse: { color: role.onInverse, pressed: `color-mix(in srgb, ${role.onInverse} 18%, transparent)` },
  paper: { color: role.ink2, pressed: role.wash },
} as const;

export interface ToolbarProps {
  readonly editor: Editor;
  readonly tone: Tone;
  readonly commands: readonly EditorCommand[];
  readonly onLink: () => void;
  readonly onLeave: () => void;
  readonly toolbarRef?: RefObject<HTMLDivElement | null>;
}

/** One stop in the tab order; arrows move inside, Escape goes back to the text. */
const useRovingFocus = (count: number, onLeave: () => void) => {
  const [at, setAt] = useState(0);
  const buttons = useRef<(HTMLButtonElement | null)[]>([]);
  const move = (next: number) => {
    const index = (next + count) % count;
    setAt(index);
    buttons.current[index]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const rightToLeft = getComputedStyle(event.currentTarget).direction === "rtl";
    const forward = rightToLeft ? "ArrowLeft" : "ArrowRight";
    const back = rightToLeft ? "ArrowRight" : "ArrowLeft";
    if (event.key === forward) move(at + 1);
    else if (event.key === back) move(at - 1);
    else if (event.key === "Home") move(0);
    else if (event.key === "End") move(count - 1);
    else if (event.key === "Escape") onLeave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { at, buttons, onKeyDown };
};

interface ToolButtonProps {
  readonly label: string;
  readonly keys?: string | undefined;
  readonly icon: EditorCommand["icon"];
  readonly pressed: boolean;
  readonly tone: Tone;
  readonly tabIndex: number;
  readonly onPress: () => void;
  readonly buttonRef: (button: HTMLButtonElement | null) => void;
}
const ToolButton = ({
  label,
  keys,
  icon: IconOf,
  pressed,
  tone,
  tabIndex,
  onPress,
  buttonRef,
}: ToolButtonProps) => (
  <ButtonBase
    ref={buttonRef}
    aria-label={label}
    aria-pressed={pressed}
    {...tip(label, keys && shownKeys(keys))}
    tabIndex={tabIndex}
    onMouseDown={(event) => event.preventDefault()}
    onClick={onPress}
    sx={{
      width: 36,
      height: 36,
      borderRadius: "4px",
      color: toneLook[tone].color,
      backgroundColor: pressed ? toneLook[tone].pressed : "transparent",
      "@media (pointer: coarse)": { width: 44, height: 44 },
    }}
  >
    <IconOf size={20} weight={pressed ? "regular" : "light"} aria-hidden />
  </ButtonBase>
);

/** Formatting of the selection or of the block the caret is in. */
export const Toolbar = ({ editor, tone, commands, onLink, onLeave, toolbarRef }: ToolbarProps) => {
  const { t } = useTranslation("journal");
  const active = useEditorState({
    editor,
    selector: ({ editor: own }) =>
      [...commands.map((command) => command.active(own)), own.isActive("link")].map(Number).join(""),
  });
  const { at, buttons, onKeyDown } = useRovingFocus(commands.length + 1, onLeave);
  const press = (id: CommandId | "link", index: number) => {
    const command = commands[index];
    if (id === "link") onLink();
    else command?.run(editor.chain().focus()).run();
  };
  const parts = [
    ...commands.map(({ id, icon, keys }) => ({ id, icon, keys })),
    { id: "link" as const, icon: linkIcon, keys: undefined },
  ];
  return (
    <Box
      ref={toolbarRef}
      role="toolbar"
      aria-label={t("toolbar.label")}
      onKeyDown={onKeyDown}
      sx={{ display: "flex", gap: "2px", alignItems: "center" }}
    >
      {parts.map(({ id, icon, keys }, index) => (
        <ToolButton
          key={id}
          label={t(`command.${id}`)}
          keys={keys}
          icon={icon}
          pressed={active?.[index] === "1"}
          tone={tone}
          tabIndex={index === at ? 0 : -1}
          onPress={() => press(id, index)}
          buttonRef={(button) => {
            buttons.current[index] = button;
          }}
        />
      ))}
    </Box>
  );
};

export const selectionCommands: readonly EditorCommand[] = [
  ...markCommands,
  blockCommand("heading"),
  blockCommand("quote"),
  blockCommand("bullets"),
  blockCommand("checklist"),
];
export const touchCommands: readonly EditorCommand[] = [
  blockCommand("heading"),
  ...markCommands.slice(0, 2),
  blockCommand("bullets"),
  blockCommand("checklist"),
  blockCommand("quote"),
];
