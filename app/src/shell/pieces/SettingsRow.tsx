import Box from "@mui/material/Box";
import Switch from "@mui/material/Switch";
import Typography from "@mui/material/Typography";
import { CaretRightIcon } from "@phosphor-icons/react/dist/csr/CaretRight";
import { type ReactNode, useId } from "react";
import { Link } from "react-router";
import { focusRingInside, hoverWash, role, serif } from "../theme/index.ts";

/** A group of rows; its name stands in the margin where there is room, above the rows on a phone. */
export const SettingsSection = ({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) => {
  const id = useId();
  return (
    <Box component="section" aria-labelledby={id} sx={{ marginBottom: { xs: 8, md: 9 } }}>
      <Box
        sx={{
          display: "grid",
          gridTemplateColumns: "minmax(0, 1fr)",
          paddingInlineStart: "calc(var(--ww-margin) + var(--ww-text-gap))",
          paddingInlineEnd: "var(--ww-end)",
          "@container page (min-width: 45rem)": {
            gridTemplateColumns: "calc(var(--ww-margin) - var(--ww-margin-gap)) minmax(0, 648px)",
            columnGap: "calc(var(--ww-margin-gap) + var(--ww-text-gap))",
            paddingInlineStart: 0,
          },
        }}
      >
        <Typography
          variant="h5"
          component="h2"
          id={id}
          sx={{
            margin: 0,
            paddingBlock: 2,
            fontSize: "1.25rem",
            "@container page (min-width: 45rem)": { textAlign: "end", paddingInlineStart: 3 },
          }}
        >
          {title}
        </Typography>
        <Box sx={{ minWidth: 0 }}>{children}</Box>
      </Box>
    </Box>
  );
};

const row = {
  display: "grid",
  gridTemplateColumns: "minmax(0, 1fr) auto",
  alignItems: "center",
  columnGap: 4,
  width: "100%",
  minHeight: { xs: 60, md: 48 },
  padding: { xs: "10px 0", md: "8px 0" },
  borderBottom: `1px solid ${role.hairline}`,
  color: role.ink,
  textAlign: "start",
  textDecoration: "none",
  font: "inherit",
} as const;
const pressable = {
  ...row,
  cursor: "pointer",
  background: "none",
  borderWidth: "0 0 1px",
  "&:hover": { backgroundColor: hoverWash },
  "&:focus-visible": focusRingInside,
} as const;

const Words = ({
  label,
  value,
  id,
  tone = "plain",
}: {
  readonly label: ReactNode;
  readonly value?: ReactNode;
  readonly id?: string;
  readonly tone?: "plain" | "action" | "danger";
}) => (
  <Box
    sx={{
      minWidth: 0,
      "@container page (min-width: 45rem)": {
        display: "grid",
        gridTemplateColumns: value === undefined ? "1fr" : "minmax(160px, 2fr) 3fr",
        columnGap: 4,
        alignItems: "baseline",
      },
    }}
  >
    <Box
      id={id}
      sx={{
        typography: "ui",
        fontWeight: 500,
        color: tone === "danger" ? role.danger : tone === "action" ? role.link : role.ink,
        // What acts looks like what acts everywhere else: words with a line below, never a fact with its value.
        ...(tone !== "plain" && {
          textDecoration: "underline",
          textDecorationThickness: "1px",
          textUnderlineOffset: "3px",
        }),
        "button:disabled &": { color: "inherit", textDecoration: "none" },
      }}
    >
      {label}
    </Box>
    {value !== undefined && (
      <Box
        sx={{
          typography: "caption",
          color: role.ink2,
          "@container page (min-width: 45rem)": { fontFamily: serif, fontSize: "1rem", lineHeight: 1.5 },
        }}
      >
        {value}
      </Box>
    )}
  </Box>
);

/** Leads to a page of its own. */
export const SettingsLink = ({
  label,
  value,
  to,
}: {
  readonly label: string;
  readonly value?: ReactNode;
  readonly to: string;
}) => (
  <Box component={Link} to={to} sx={pressable}>
    <Words label={label} value={value} />
    <Box
      component={CaretRightIcon}
      size={18}
      weight="light"
      aria-hidden="true"
      sx={{ color: role.ink3, "[dir='rtl'] &": { transform: "scaleX(-1)" } }}
    />
  </Box>
);

/** Does something. `danger` for what cannot be undone. */
export const SettingsAction = ({
  label,
  value,
  onClick,
  tone = "action",
  disabled = false,
}: {
  readonly label: string;
  readonly value?: ReactNode;
  readonly onClick: () => void;
  readonly tone?: "action" | "danger";
  readonly disabled?: boolean;
}) => (
  <Box
    component="button"
    type="button"
    onClick={onClick}
    disabled={disabled}
    sx={{ ...pressable, "&:disabled": { color: role.disabled, cursor: "default" } }}
  >
    <Words label={label} value={value} tone={tone} />
    <Box sx={{ width: 18 }} />
  </Box>
);

/** A yes or no; the whole row is the target. */
export const SettingsSwitch = ({
  label,
  value,
  checked,
  onChange,
  disabled = false,
}: {
  readonly label: string;
  readonly value?: ReactNode;
  readonly checked: boolean;
  readonly onChange: (on: boolean) => void;
  readonly disabled?: boolean;
}) => {
  const id = useId();
  return (
    <Box
      component="label"
      sx={{ ...row, cursor: disabled ? "default" : "pointer", "&:hover": { backgroundColor: hoverWash } }}
    >
      <Words label={label} value={value} id={id} />
      <Switch
        checked={checked}
        onChange={(_, on) => onChange(on)}
        disabled={disabled}
        slotProps={{ input: { "aria-labelledby": id, role: "switch" } }}
      />
    </Box>
  );
};

/** Says something, or holds a control of its own at the end. */
export const SettingsRow = ({
  label,
  value,
  end,
}: {
  readonly label: ReactNode;
  readonly value?: ReactNode;
  readonly end?: ReactNode;
}) => (
  <Box sx={row}>
    <Words label={label} value={value} />
    {end ?? <Box sx={{ width: 18 }} />}
  </Box>
);
