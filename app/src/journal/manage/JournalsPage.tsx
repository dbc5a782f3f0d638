import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { ArrowDownIcon } from "@phosphor-icons/react/dist/csr/ArrowDown";
import { ArrowUpIcon } from "@phosphor-icons/react/dist/csr/ArrowUp";
import { type FormEvent, useId, useState } from "react";
import { type Journal, type JournalInk, journalInks } from "../../documents/index.ts";
import { useTranslation } from "../../shell/i18n/index.ts";
import { paths } from "../../shell/paths.ts";
import {
  IconAction,
  MarginNote,
  MarginPage,
  MarginRow,
  PageHeader,
  Ribbon,
  TextField,
  useAnnounce,
} from "../../shell/pieces/index.ts";
import { role, serif } from "../../shell/theme/index.ts";
import {
  selectCountsByJournal,
  useAppSelector,
  useRowsLoaded,
  useTaxonomy,
  useVault,
} from "../../store/index.ts";
import { orderedJournals } from "../model/journals.ts";
import { fold } from "../model/timeline.ts";
import { InkPicker } from "./InkPicker.tsx";

const useNameProblem = (name: string, id: string | undefined, journals: readonly Journal[]) => {
  const taken = journals.find((one) => one.id !== id && fold(one.name) === fold(name.trim()));
  return taken?.name;
};

const JournalForm = ({
  journal,
  journals,
  onClose,
}: {
  readonly journal: Journal | undefined;
  readonly journals: readonly Journal[];
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation("journal");
  const vault = useVault();
  const free = journalInks.find((ink) => !journals.some((one) => one.ink === ink)) ?? "iron";
  const [name, setName] = useState(journal?.name ?? "");
  const [freshInk, setFreshInk] = useState<JournalInk>(free);
  const taken = useNameProblem(name, journal?.id, journals);
  const ink = journal?.ink ?? freshInk;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const tidy = name.trim();
    if (tidy === "" || taken !== undefined) return;
    if (journal === undefined) await vault.editTaxonomy({ type: "journal-add", name: tidy, ink });
    else if (tidy !== journal.name)
      await vault.editTaxonomy({ type: "journal-rename", id: journal.id, name: tidy });
    onClose();
  };
  return (
    <Box
      component="form"
      noValidate
      onSubmit={(event: FormEvent) => void submit(event)}
      sx={{
        padding: "16px 0 20px",
        borderBottom: `1px solid ${role.hairline}`,
      }}
    >
      <TextField
        autoFocus
        label={t("journals.name")}
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={taken !== undefined}
        helperText={taken === undefined ? undefined : t("journals.taken", { name: taken })}
      />
      <InkPicker
        ink={ink}
        onChoose={(next) =>
          journal === undefined
            ? setFreshInk(next)
            : void vault.editTaxonomy({ type: "journal-ink", id: journal.id, ink: next })
        }
      />
      <Box sx={{ display: "flex", justifyContent: "flex-end", gap: 3, marginTop: 4 }}>
        <Button variant="text" onClick={onClose}>
          {t("action.cancel")}
        </Button>
        <Button variant="contained" type="submit" disabled={name.trim() === "" || taken !== undefined}>
          {t(journal === undefined ? "journals.add" : "journals.keep")}
        </Button>
      </Box>
    </Box>
  );
};

/** What is about a journal stands left of the line. */
const JournalMargin = ({
  journal,
  first,
  count,
}: {
  readonly journal: Journal;
  readonly first: boolean;
  readonly count: number;
}) => {
  const { t } = useTranslation("journal");
  return (
    <Box sx={{ paddingTop: "16px" }}>
      <MarginNote>{t("journals.entries", { count })}</MarginNote>
      {(journal.archived || first) && (
        <MarginNote>{t(journal.archived ? "journals.archived" : "journals.first")}</MarginNote>
      )}
    </Box>
  );
};

const JournalRow = ({
  journal,
  at,
  of,
  lastOpen,
  onEdit,
  onMove,
}: {
  readonly journal: Journal;
  readonly at: number;
  readonly of: number;
  /** New entries need a journal: the last one that is not put away stays. */
  readonly lastOpen: boolean;
  readonly onEdit: () => void;
  readonly onMove: (by: 1 | -1) => void;
}) => {
  const { t } = useTranslation("journal");
  const vault = useVault();
  const { id, name, ink, archived } = journal;
  const hintId = useId();
  return (
    <Box
      sx={{
        display: "flex",
        flexWrap: "wrap",
        alignItems: "center",
        columnGap: 3,
        padding: "8px 0",
        borderBottom: `1px solid ${role.hairline}`,
      }}
    >
      <Box sx={{ flex: "1 1 200px", display: "flex", alignItems: "center", gap: 3, minWidth: 0 }}>
        <Ribbon ink={ink} />
        <Box
          component="h2"
          sx={{
            margin: 0,
            fontFamily: serif,
            fontSize: "1.125rem",
            lineHeight: 26 / 18,
            fontWeight: 500,
            color: archived ? role.ink3 : role.ink,
            overflowWrap: "anywhere",
          }}
        >
          {name}
        </Box>
      </Box>
      <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", columnGap: { xs: 1, sm: 3 } }}>
        <Button variant="text" aria-label={t("journals.changeNamed", { name })} onClick={onEdit}>
          {t("journals.change")}
        </Button>
        <Button
          variant="text"
          disabled={lastOpen}
          sx={{ whiteSpace: "nowrap" }}
          aria-label={t(archived ? "journals.unarchiveNamed" : "journals.archiveNamed", { name })}
          aria-describedby={lastOpen && of > 1 ? hintId : undefined}
          onClick={() => void vault.editTaxonomy({ type: "journal-archive", id, archived: !archived })}
        >
          {t(archived ? "journals.takeOut" : "journals.putAway")}
        </Button>
        <IconAction label={t("journals.up", { name })} disabled={at === 0} onClick={() => onMove(-1)}>
          <ArrowUpIcon size={18} weight="light" />
        </IconAction>
        <IconAction label={t("journals.down", { name })} disabled={at === of - 1} onClick={() => onMove(1)}>
          <ArrowDownIcon size={18} weight="light" />
        </IconAction>
      </Box>
      {lastOpen && of > 1 && (
        <Box id={hintId} sx={{ typography: "caption", color: role.ink3, flexBasis: "100%" }}>
          {t("journals.lastOpen")}
        </Box>
      )}
    </Box>
  );
};

/** Names, inks and order of the journals; one can be put away without losing anything. */
export const JournalsPage = () => {
  const { t } = useTranslation("journal");
  const vault = useVault();
  const announce = useAnnounce();
  useRowsLoaded();
  const counts = useAppSelector(selectCountsByJournal);
  const taxonomy = useTaxonomy();
  const [open, setOpen] = useState<string>();
  if (taxonomy === undefined) return null;
  const journals = orderedJournals(taxonomy);
  const move = async (index: number, by: 1 | -1) => {
    const ids = journals.map(({ id }) => id);
    const [moved] = ids.splice(index, 1);
    if (moved === undefined) return;
    ids.splice(index + by, 0, moved);
    await vault.editTaxonomy({ type: "journal-order", ids });
    announce(
      t("journals.moved", { name: journals[index]?.name ?? "", at: index + by + 1, count: journals.length }),
    );
  };
  const openCount = journals.filter(({ archived }) => !archived).length;
  return (
    <MarginPage>
      <PageHeader title={t("journals.title")} back={paths.settings} />
      <Box component="ul" sx={{ margin: 0, padding: 0 }}>
        {journals.map((journal, index) => (
          <MarginRow
            component="li"
            key={journal.id}
            margin={
              <JournalMargin journal={journal} first={index === 0} count={counts.get(journal.id) ?? 0} />
            }
          >
            {open === journal.id ? (
              <JournalForm journal={journal} journals={journals} onClose={() => setOpen(undefined)} />
            ) : (
              <JournalRow
                journal={journal}
                at={index}
                of={journals.length}
                lastOpen={!journal.archived && openCount <= 1}
                onEdit={() => setOpen(journal.id)}
                onMove={(by) => void move(index, by)}
              />
            )}
          </MarginRow>
        ))}
      </Box>
      <MarginRow>
        {open === "new" ? (
          <JournalForm journal={undefined} journals={journals} onClose={() => setOpen(undefined)} />
        ) : (
          <Button variant="outlined" sx={{ marginTop: 4 }} onClick={() => setOpen("new")}>
            {t("journals.new")}
          </Button>
        )}
        <Box component="p" sx={{ typography: "ui", color: role.ink3, margin: "16px 0 32px" }}>
          {t("journals.about")} {t("journals.archiveHint")}
        </Box>
      </MarginRow>
    </MarginPage>
  );
};
