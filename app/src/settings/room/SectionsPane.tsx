import Box from "@mui/material/Box";
import { Link, useLocation } from "react-router";
import { useTranslation } from "../../shell/i18n/index.ts";
import { paths } from "../../shell/paths.ts";
import { focusRing, focusRingInside, hoverWash, role, serif } from "../../shell/theme/index.ts";
import { useSections } from "./useSections.ts";

const row = {
  display: "block",
  padding: "7px 24px",
  typography: "ui",
  color: role.ink2,
  textDecoration: "none",
  "&:hover": { backgroundColor: hoverWash },
  "&:focus-visible": focusRingInside,
  "&[aria-current='page']": { backgroundColor: role.wash, color: role.ink, fontWeight: 500 },
} as const;

/** The list of sections beside the page that is open. */
export const SectionsPane = () => {
  const { t } = useTranslation("settings");
  const sections = useSections();
  const { pathname } = useLocation();
  const isHere = (to: string) =>
    pathname === to ||
    (to === paths.devices && pathname === paths.addDevice) ||
    (to === paths.security && pathname === paths.words);
  return (
    <Box
      component="nav"
      aria-label={t("list.pane")}
      sx={{
        position: "sticky",
        top: 0,
        alignSelf: "flex-start",
        height: "100dvh",
        overflowY: "auto",
        flex: "0 0 264px",
        borderInlineEnd: `1px solid ${role.hairline}`,
        paddingBlock: 9,
      }}
    >
      <Box
        component={Link}
        to={paths.settings}
        sx={{
          display: "inline-block",
          margin: "0 24px 16px",
          fontFamily: serif,
          fontSize: "1.375rem",
          lineHeight: 1.3,
          color: role.ink,
          textDecoration: "none",
          "&:focus-visible": focusRing,
        }}
      >
        {t("title")}
      </Box>
      {sections.map((section) => (
        <Box key={section.name} sx={{ marginBottom: 5 }}>
          <Box
            sx={{
              padding: "4px 24px",
              fontFamily: serif,
              fontStyle: "italic",
              fontSize: "1.0625rem",
              color: role.ink3,
            }}
          >
            {section.name}
          </Box>
          {section.rows.map(({ to, label }) => (
            <Box key={label} component={Link} to={to} aria-current={isHere(to) ? "page" : undefined} sx={row}>
              {label}
            </Box>
          ))}
        </Box>
      ))}
    </Box>
  );
};
