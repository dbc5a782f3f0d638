import FormControl from "@mui/material/FormControl";
import FormHelperText from "@mui/material/FormHelperText";
import Input, { type InputProps } from "@mui/material/Input";
import InputLabel from "@mui/material/InputLabel";
import type { SxProps, Theme } from "@mui/material/styles";
import { type ReactNode, useId } from "react";

/**
 * A labelled line to write on, of MUI's parts for one. MUI's own `TextField` brings its three variants, selects, menus and
 * popovers with it: 10 kB that the first page would wait for.
 */
export const TextField = ({
  label,
  error = false,
  helperText,
  required = false,
  fullWidth = true,
  sx,
  slotProps: { htmlInput, input } = {},
  ...field
}: Omit<InputProps, "error" | "fullWidth" | "inputProps" | "sx" | "slotProps" | "required"> & {
  readonly label?: string;
  readonly error?: boolean;
  readonly helperText?: ReactNode;
  readonly required?: boolean;
  readonly fullWidth?: boolean;
  readonly sx?: SxProps<Theme>;
  readonly slotProps?: {
    readonly htmlInput?: NonNullable<InputProps["inputProps"]>;
    readonly input?: Partial<InputProps>;
  };
}) => {
  const id = useId();
  const help = `${id}-help`;
  return (
    <FormControl
      variant="standard"
      fullWidth={fullWidth}
      error={error}
      required={required}
      {...(field.disabled === undefined ? {} : { disabled: field.disabled })}
      {...(sx === undefined ? {} : { sx })}
    >
      {label !== undefined && <InputLabel htmlFor={id}>{label}</InputLabel>}
      <Input
        id={id}
        {...(helperText === undefined ? {} : { "aria-describedby": help })}
        {...field}
        {...input}
        {...(htmlInput === undefined ? {} : { inputProps: htmlInput })}
      />
      {helperText !== undefined && (
        <FormHelperText id={help} component="div">
          {helperText}
        </FormHelperText>
      )}
    </FormControl>
  );
};
