import Box from "@mui/material/Box";
import { CheckIcon } from "@phosphor-icons/react/dist/csr/Check";
import { type ReactNode, useId } from "react";
import { focusRing, role } from "../../shell/theme/index.ts";

/** One of a few: radio buttons drawn as chips, the chosen one with wash, outline and a check. */
export const Choice = <T extends string | number>({
  label,
  value,
  options,
  onChange,
  note,
}: {
  readonly label: string;
  readonly value: T | undefined;
  readonly options: readonly { readonly value: T; readonly label: ReactNode }[];
  readonly onChange: (value: T) => void;
  readonly note?: ReactNode;
}) => {
  const name = useId();
  return (
    <Box
      component="fieldset"
      {...(note === undefined ? {} : { "aria-describedby": `${name}-note` })}
      sx={{
        margin: 0,
        padding: "12px 0 16px",
        border: 0,
        borderBottom: `1px solid ${role.hairline}`,
        minWidth: 0,
      }}
    >
      <Box
        component="legend"
        sx={{ padding: 0, typography: "ui", fontWeight: 500, float: "inline-start", width: "100%" }}
      >
        {label}
      </Box>
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 2, clear: "both", paddingTop: 2 }}>
        {options.map((option) => (
          <Box
            key={option.value}
            component="label"
            sx={{
              position: "relative",
              display: "inline-flex",
              alignItems: "center",
              gap: 1.5,
              minHeight: { xs: 44, md: 36 },
              paddingInline: 3,
              border: `1px solid ${option.value === value ? role.link : role.hairline}`,
              borderRadius: "4px",
              backgroundColor: option.value === value ? role.wash : "transparent",
              color: option.value === value ? role.ink : role.ink2,
              typography: "ui",
              fontWeight: option.value === value ? 550 : 400,
              cursor: "pointer",
              "&:hover": { backgroundColor: role.wash },
              "&:has(input:focus-visible)": focusRing,
            }}
          >
            <Box
              component="input"
              type="radio"
              name={name}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              sx={{ position: "absolute", inset: 0, opacity: 0, margin: 0, cursor: "pointer" }}
            />
            {option.value === value && <CheckIcon size={16} aria-hidden="true" />}
            {option.label}
          </Box>
        ))}
      </Box>
      {note !== undefined && (
        <Box id={`${name}-note`} sx={{ typography: "caption", color: role.ink3, marginTop: 2 }}>
          {note}
        </Box>
      )}
    </Box>
  );
};
