import IconButton, { type IconButtonProps } from "@mui/material/IconButton";
import { tip } from "../tips/tip.ts";

/** An icon that does something: always with a name, with its shortcut in the tooltip. */
export const IconAction = ({
  label,
  shortcut,
  children,
  ...rest
}: { readonly label: string; readonly shortcut?: string } & Omit<IconButtonProps, "aria-label">) => (
  <IconButton {...rest} aria-label={label} {...tip(label, shortcut)}>
    {children}
  </IconButton>
);
