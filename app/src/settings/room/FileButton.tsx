import Box from "@mui/material/Box";
import Button, { type ButtonProps } from "@mui/material/Button";
import { useRef } from "react";

/** A button that opens the browser's file chooser. */
export const FileButton = ({
  onFiles,
  accept,
  multiple = false,
  folder = false,
  label,
  children,
  ...rest
}: {
  readonly onFiles: (files: readonly File[]) => void;
  readonly accept?: string;
  readonly multiple?: boolean;
  readonly folder?: boolean;
  /** Names the hidden field, for those whose tools list it. */
  readonly label: string;
} & Omit<ButtonProps, "onClick">) => {
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button {...rest} onClick={() => field.current?.click()}>
        {children}
      </Button>
      <Box
        component="input"
        ref={field}
        type="file"
        aria-label={label}
        tabIndex={-1}
        accept={accept}
        multiple={multiple || folder}
        {...(folder ? { webkitdirectory: "" } : {})}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = ""; // The same file may be chosen again.
          if (files.length > 0) onFiles(files);
        }}
        sx={{ position: "absolute", width: "1px", height: "1px", overflow: "hidden", clipPath: "inset(50%)" }}
      />
    </>
  );
};
