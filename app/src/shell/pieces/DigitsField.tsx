import Box from "@mui/material/Box";
import { type ReactNode, useId, useRef, useState } from "react";
import { focusRing, role, serif } from "../theme/index.ts";
import { FieldError } from "./FieldError.tsx";

const places = [0, 1, 2, 3, 4, 5] as const;

/** Six digits in one field drawn as six underlines, in two groups of three. Numeric keys, no autofill. */
export const DigitsField = ({
  label,
  value,
  onChange,
  error,
  autoFocus = false,
  disabled = false,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (digits: string) => void;
  readonly error?: ReactNode;
  readonly autoFocus?: boolean;
  readonly disabled?: boolean;
}) => {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [focused, setFocused] = useState(false);
  return (
    <Box>
      <Box
        sx={{
          position: "relative",
          display: "flex",
          maxWidth: 284,
          gap: { xs: 1.5, sm: 2 },
          "&:has(input:focus-visible)": { ...focusRing, borderRadius: "2px" },
        }}
      >
        {places.map((place) => (
          <Box
            key={place}
            aria-hidden="true"
            sx={{
              flex: "1 1 38px",
              minWidth: 0,
              maxWidth: 38,
              height: 52,
              marginInlineEnd: place === 2 ? 4 : 0,
              borderBottom: `${focused && place === Math.min(value.length, 5) ? 2 : 1}px solid ${focused && place === Math.min(value.length, 5) ? role.link : role.rule}`,
              fontFamily: serif,
              fontSize: "2rem",
              lineHeight: "52px",
              textAlign: "center",
              color: role.ink,
            }}
          >
            {value[place] ?? (focused && place === value.length ? <Caret /> : "")}
          </Box>
        ))}
        <Box
          component="input"
          ref={field}
          aria-label={label}
          aria-describedby={error === undefined ? undefined : id}
          aria-invalid={error !== undefined}
          value={value}
          inputMode="numeric"
          pattern="[0-9]*"
          autoComplete="off"
          maxLength={7}
          autoFocus={autoFocus}
          disabled={disabled}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
          onChange={(event) => onChange(event.target.value.replace(/\D/g, "").slice(0, 6))}
          sx={{
            position: "absolute",
            inset: 0,
            width: "100%",
            border: 0,
            padding: 0,
            background: "none",
            color: "transparent",
            caretColor: "transparent",
            fontSize: "2rem",
            letterSpacing: 24,
            outline: "none",
          }}
        />
      </Box>
      {error !== undefined && (
        <Box id={id} sx={{ marginTop: 2 }}>
          <FieldError>{error}</FieldError>
        </Box>
      )}
    </Box>
  );
};

const Caret = () => (
  <Box
    component="span"
    sx={{
      display: "inline-block",
      width: 2,
      height: 28,
      backgroundColor: role.accent,
      verticalAlign: "middle",
    }}
  />
);

/** The six digits as they are shown: the one figure larger than its title. */
export const Digits = ({ digits }: { readonly digits: string }) => (
  <Box
    component="p"
    aria-label={digits.split("").join(" ")}
    role="img"
    sx={{
      margin: "12px 0 8px",
      fontFamily: serif,
      fontSize: { xs: "3.75rem", sm: "4.25rem" },
      lineHeight: 1.1,
      color: role.ink,
      letterSpacing: ".01em",
      wordSpacing: ".08em",
      fontFeatureSettings: "'lnum', 'tnum'",
      whiteSpace: "nowrap",
      "@media (max-width: 359.95px)": { fontSize: "3rem" },
    }}
  >
    {digits.slice(0, 3)} {digits.slice(3)}
  </Box>
);
