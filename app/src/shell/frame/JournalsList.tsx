import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { Link, useLocation } from "react-router";
import { selectCountsByJournal, useAppSelector, useTaxonomy } from "../../store/index.ts";
import { useFormat, useTranslation } from "../i18n/index.ts";
import { paths } from "../paths.ts";
import { Hidden } from "../pieces/Hidden.tsx";
import { Ribbon } from "../pieces/Ribbon.tsx";
import { focusRingInside, hoverWash, role, touch } from "../theme/index.ts";

/** The journals by name and ribbon. With one journal there is nothing to choose, so nothing is listed. */
export const JournalsList = ({ onChosen }: { readonly onChosen?: () => void }) => {
  const { t } = useTranslation("shell");
  const format = useFormat();
  const { pathname } = useLocation();
  const counts = useAppSelector(selectCountsByJournal);
  const journals = (useTaxonomy()?.journals ?? [])
    .filter((journal) => !journal.archived)
    .sort((a, b) => a.order - b.order);
  if (journals.length < 2) return null;
  return (
    <Box component="section" aria-label={t("nav.journals")} sx={{ marginTop: 6 }}>
      <Typography
        variant="overline"
        component="h2"
        sx={{ margin: "0 0 6px", paddingInline: "20px", color: role.ink3 }}
      >
        {t("nav.journals")}
      </Typography>
      <Box component="ul" sx={{ listStyle: "none", margin: 0, padding: 0 }}>
        {journals.map((journal) => {
          const here = pathname === paths.journalOf(journal.id);
          const count = counts.get(journal.id) ?? 0;
          return (
            <li key={journal.id}>
              <Box
                component={Link}
                to={paths.journalOf(journal.id)}
                aria-current={here ? "page" : undefined}
                onClick={onChosen}
                sx={{
                  display: "flex",
                  alignItems: "center",
                  gap: 3,
                  minHeight: 36,
                  paddingInline: "20px",
                  color: here ? role.ink : role.ink2,
                  fontWeight: here ? 600 : 400,
                  fontSize: "0.9375rem",
                  textDecoration: "none",
                  "&:hover": { backgroundColor: hoverWash, color: role.ink },
                  "&:focus-visible": focusRingInside,
                  [touch]: { minHeight: 44 },
                }}
              >
                <Ribbon ink={journal.ink} />
                <Box
                  component="span"
                  sx={{
                    flex: 1,
                    minWidth: 0,
                    overflow: "hidden",
                    textOverflow: "ellipsis",
                    whiteSpace: "nowrap",
                  }}
                >
                  {journal.name}
                </Box>
                <Box component="span" aria-hidden="true" sx={{ typography: "caption", color: role.ink3 }}>
                  {format.number(count)}
                </Box>
                <Hidden>{t("nav.count", { count })}</Hidden>
              </Box>
            </li>
          );
        })}
      </Box>
    </Box>
  );
};
