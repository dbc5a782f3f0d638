import Box from "@mui/material/Box";
import TextField from "@mui/material/TextField";
import { useTranslation } from "../../shell/i18n/index.ts";
import { useTaxonomy } from "../../store/index.ts";
import { Choice } from "../room/Choice.tsx";
import type { Scope, ScopeKind } from "./scope.ts";

const kinds: readonly ScopeKind[] = ["all", "journal", "tag", "range"];

interface Named {
  readonly id: string;
  readonly name: string;
}
const Pick = ({
  label,
  value,
  items,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly items: readonly Named[];
  readonly onChange: (id: string) => void;
}) => {
  const { t } = useTranslation("settings");
  return (
    <TextField
      select
      label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{ select: { native: true } }}
      sx={{ maxWidth: 400 }}
    >
      <option value="">{t("export.pick")}</option>
      {items.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </TextField>
  );
};

/** Which entries: all, one journal, one tag, or days from one to another. */
export const ScopeFields = ({
  scope,
  onChange,
}: {
  readonly scope: Scope;
  readonly onChange: (scope: Scope) => void;
}) => {
  const { t } = useTranslation("settings");
  const taxonomy = useTaxonomy();
  const day = (name: "from" | "to") => (
    <TextField
      type="date"
      label={t(`export.${name}`)}
      value={scope[name]}
      onChange={(event) => onChange({ ...scope, [name]: event.target.value })}
      sx={{ flex: "1 1 160px", maxWidth: 220 }}
    />
  );
  return (
    <>
      <Choice
        label={t("export.which")}
        value={scope.kind}
        onChange={(kind) => onChange({ ...scope, kind })}
        options={kinds.map((value) => ({ value, label: t(`export.scope.${value}`) }))}
      />
      {scope.kind !== "all" && (
        <Box sx={{ display: "flex", flexWrap: "wrap", gap: 5, paddingTop: 4, paddingBottom: 2 }}>
          {scope.kind === "journal" && (
            <Pick
              label={t("export.scope.journal")}
              value={scope.journal}
              items={taxonomy?.journals ?? []}
              onChange={(journal) => onChange({ ...scope, journal })}
            />
          )}
          {scope.kind === "tag" && (
            <Pick
              label={t("export.scope.tag")}
              value={scope.tag}
              items={taxonomy?.tags ?? []}
              onChange={(tag) => onChange({ ...scope, tag })}
            />
          )}
          {scope.kind === "range" && (
            <>
              {day("from")}
              {day("to")}
            </>
          )}
        </Box>
      )}
    </>
  );
};
