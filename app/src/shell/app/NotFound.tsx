import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { isRouteErrorResponse, Link, useRouteError } from "react-router";
import { useTranslation } from "../i18n/index.ts";
import { paths } from "../paths.ts";
import { EmptyState } from "../pieces/EmptyState.tsx";
import { MarginPage, MarginRow } from "../pieces/MarginPage.tsx";
import { CrashPage } from "./CrashPage.tsx";
import { keptText } from "./keptText.ts";

/** An address that leads nowhere, or a room that could not be loaded. */
export const RouteProblem = () => {
  const { t } = useTranslation("shell");
  const error = useRouteError();
  if (!isRouteErrorResponse(error) || error.status !== 404) return <CrashPage text={keptText(document)} />;
  return (
    <Box component="main" sx={{ minHeight: "100dvh", display: "flex", flexDirection: "column" }}>
      <MarginPage>
        <MarginRow>
          <EmptyState
            heading="h1"
            title={t("crash.notFound")}
            action={
              <Button component={Link} to={paths.journal}>
                {t("crash.home")}
              </Button>
            }
          >
            {t("crash.notFoundHow")}
          </EmptyState>
        </MarginRow>
      </MarginPage>
    </Box>
  );
};
