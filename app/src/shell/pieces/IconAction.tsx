import IconButton, { type IconButtonProps } from "@mui/material/IconButton";
import Tooltip from "@mui/material/Tooltip";
import { Hidden } from "./Hidden.tsx";

/** An icon that does something: always with a name, with its shortcut in the tooltip. */
export const IconAction = ({
  label,
  shortcut,
  children,
  ...rest
}: { readonly label: string; readonly shortcut?: string } & Omit<IconButtonProps, "aria-label">) => {
  const button = (
    <IconButton {...rest} aria-label={label}>
      {children}
    </IconButton>
  );
  // A disabled button sends no events, so a tooltip would stay silent there.
  return rest.disabled === true ? (
    button
  ) : (
    <Tooltip
      title={
        <>
          {label}
          {shortcut !== undefined && (
            <>
              <Hidden> </Hidden>
              <kbd style={{ marginInlineStart: 12, opacity: 0.8 }}>{shortcut}</kbd>
            </>
          )}
        </>
      }
      describeChild
    >
      {button}
    </Tooltip>
  );
};
