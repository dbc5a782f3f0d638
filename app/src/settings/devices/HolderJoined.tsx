import Button from "@mui/material/Button";
import { useState } from "react";
import { Link } from "react-router";
import { useFormat, useTranslation } from "../../shell/i18n/index.ts";
import { paths } from "../../shell/paths.ts";
import { MarginNote, PageFooter } from "../../shell/pieces/index.ts";
import { Sentence } from "../room/Sentence.tsx";
import { StandingSign } from "../room/Signs.tsx";

export const HolderJoined = ({ label }: { readonly label: string }) => {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const [at] = useState(() => Date.now());
  return (
    <>
      <div role="status">
        <Sentence
          sign={
            <>
              <StandingSign standing="proven" word={t("standing.proven")} />
              <MarginNote>{format.time(at)}</MarginNote>
            </>
          }
          below={t("add.joinedNext")}
        >
          {t("add.joined", { name: label })}
        </Sentence>
      </div>
      <PageFooter>
        <Button variant="contained" component={Link} to={paths.devices}>
          {t("add.done")}
        </Button>
      </PageFooter>
    </>
  );
};
