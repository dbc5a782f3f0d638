import TextField from "@mui/material/TextField";
import type { Journal, Taxonomy } from "../../documents/model.ts";
import { useTranslation } from "../../shell/i18n/index.ts";

/** Journals that are not put away, the first one first. */
export const journalsToChoose = (taxonomy: Taxonomy | undefined): readonly Journal[] =>
  (taxonomy?.journals ?? []).filter(({ archived }) => !archived).toSorted((a, b) => a.order - b.order);

/** Where entries go that name no journal. An empty value is the first journal. */
export const IntoJournal = ({
  journals,
  value,
  onChange,
}: {
  readonly journals: readonly Journal[];
  readonly value: string;
  readonly onChange: (id: string) => void;
}) => {
  const { t } = useTranslation("settings");
  return (
    <TextField
      select
      label={t("import.into")}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{ select: { native: true }, inputLabel: { shrink: true } }}
      sx={{ maxWidth: 400, marginTop: 5 }}
      fullWidth
    >
      {journals.map(({ id, name }, at) => (
        <option key={id} value={at === 0 ? "" : id}>
          {name}
        </option>
      ))}
    </TextField>
  );
};
