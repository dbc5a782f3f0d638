import InputAdornment from "@mui/material/InputAdornment";
import { EyeIcon } from "@phosphor-icons/react/dist/csr/Eye";
import { EyeSlashIcon } from "@phosphor-icons/react/dist/csr/EyeSlash";
import { type ReactNode, type Ref, useState } from "react";
import { useTranslation } from "../i18n/index.ts";
import { FieldError } from "./FieldError.tsx";
import { IconAction } from "./IconAction.tsx";
import { TextField } from "./TextField.tsx";

/** A passphrase: hidden until asked for, never corrected, never remembered by the page. */
export const PassphraseField = ({
  label,
  value,
  onChange,
  purpose,
  error,
  help,
  autoFocus = false,
  disabled = false,
  inputRef,
  onBlur,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly purpose: "new" | "current";
  readonly error?: ReactNode;
  readonly help?: ReactNode;
  readonly autoFocus?: boolean;
  readonly disabled?: boolean;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly onBlur?: () => void;
}) => {
  const { t } = useTranslation("shell");
  const [visible, setVisible] = useState(false);
  return (
    <TextField
      label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      type={visible ? "text" : "password"}
      autoComplete={purpose === "new" ? "new-password" : "current-password"}
      autoFocus={autoFocus}
      disabled={disabled}
      error={error !== undefined}
      helperText={error === undefined ? help : <FieldError>{error}</FieldError>}
      {...(inputRef === undefined ? {} : { inputRef })}
      {...(onBlur === undefined ? {} : { onBlur })}
      slotProps={{
        htmlInput: { autoCapitalize: "none", autoCorrect: "off", spellCheck: false },
        input: {
          endAdornment: (
            <InputAdornment position="end">
              <IconAction
                label={visible ? t("passphrase.hide") : t("passphrase.show")}
                aria-pressed={visible}
                onClick={() => setVisible(!visible)}
                onMouseDown={(event) => event.preventDefault()}
              >
                {visible ? <EyeSlashIcon size={20} weight="light" /> : <EyeIcon size={20} weight="light" />}
              </IconAction>
            </InputAdornment>
          ),
        },
      }}
    />
  );
};
