import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import MenuItem from "@mui/material/MenuItem";
import Select from "@mui/material/Select";
import { CaretDownIcon } from "@phosphor-icons/react/dist/csr/CaretDown";
import { useId, useState } from "react";
import type { EntryChange, EntryRow, Taxonomy } from "../../documents/index.ts";
import { useTranslation } from "../../shell/i18n/index.ts";
import { paths } from "../../shell/paths.ts";
import { MoodWell, Ribbon, TextField, useMoodWord } from "../../shell/pieces/index.ts";
import { clockTime } from "../model/format.ts";
import { tagName } from "../model/tags.ts";
import { NamesField } from "./NamesField.tsx";
import { Sheet, SheetRow } from "./Sheet.tsx";
import { WhenFields } from "./WhenFields.tsx";

export type DetailsField = "when" | "journal" | "tags" | "people" | "place";

export interface DetailsSheetProps {
  readonly row: EntryRow;
  readonly taxonomy: Taxonomy;
  readonly known: {
    readonly tags: readonly string[];
    readonly people: readonly string[];
    readonly places: readonly string[];
  };
  readonly startOfDay: number;
  readonly writable: boolean;
  /** Where the focus goes. */
  readonly field: DetailsField;
  readonly onChange: (changes: readonly EntryChange[]) => void;
  readonly onMood: () => void;
  readonly onClose: () => void;
}

const PlaceField = ({
  row,
  places,
  disabled,
  autoFocus,
  onChange,
}: {
  readonly row: EntryRow;
  readonly places: readonly string[];
  readonly disabled: boolean;
  readonly autoFocus: boolean;
  readonly onChange: DetailsSheetProps["onChange"];
}) => {
  const { t } = useTranslation("journal");
  const [typed, setTyped] = useState<string>();
  const listId = useId();
  const before = row.place?.name ?? "";
  const hold = () => {
    const name = typed?.trim();
    if (name !== undefined && name !== before) onChange([{ type: "place", name: name === "" ? null : name }]);
    setTyped(undefined);
  };
  return (
    <>
      <TextField
        value={typed ?? before}
        disabled={disabled}
        autoFocus={autoFocus}
        placeholder={t("details.placePlaceholder")}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={hold}
        onKeyDown={(event) => {
          if (event.key === "Enter") hold();
        }}
        slotProps={{ htmlInput: { "aria-label": t("details.place"), list: listId } }}
      />
      <datalist id={listId}>
        {places.slice(0, 50).map((place) => (
          <option key={place} value={place} />
        ))}
      </datalist>
    </>
  );
};

/** Everything about an entry that is not its text. */
export const DetailsSheet = (props: DetailsSheetProps) => {
  const { row, taxonomy, known, startOfDay, writable, field, onChange, onMood, onClose } = props;
  const { t } = useTranslation("journal");
  const moodWord = useMoodWord();
  const journalId = useId();
  const journals = taxonomy.journals.filter((journal) => !journal.archived || journal.id === row.journal);
  const tags = row.tags.map((tag) => ({ id: tag.id, name: tagName(taxonomy.tags, tag) }));
  return (
    <Sheet title={t("details.title")} onClose={onClose}>
      <WhenFields
        when={row.when}
        startOfDay={startOfDay}
        disabled={!writable}
        autoFocus={field === "when"}
        onChange={(when) => onChange([{ type: "when", when }])}
      />
      <SheetRow label={t("details.journal")} labelId={journalId}>
        <Select
          variant="standard"
          fullWidth
          IconComponent={CaretDownIcon}
          disabled={!writable}
          autoFocus={field === "journal"}
          value={journals.some(({ id }) => id === row.journal) ? row.journal : ""}
          onChange={(event) => onChange([{ type: "journal", journal: event.target.value }])}
          labelId={journalId}
          renderValue={(id) => {
            const journal = journals.find((one) => one.id === id);
            return (
              <Box sx={{ display: "flex", alignItems: "center", gap: 3 }}>
                {journal && <Ribbon ink={journal.ink} />}
                {journal?.name}
              </Box>
            );
          }}
        >
          {journals.map(({ id, name, ink }) => (
            <MenuItem key={id} value={id}>
              <Ribbon ink={ink} />
              {name}
            </MenuItem>
          ))}
        </Select>
      </SheetRow>
      <SheetRow label={t("details.mood")}>
        <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", columnGap: 4 }}>
          {row.moods.map((mood) => (
            <Box key={mood.id} component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 2 }}>
              <MoodWell level={mood.value} labelled />
              {moodWord(mood.value)}
              <Box component="span" sx={{ typography: "caption", color: "text.secondary" }}>
                {clockTime(mood.at, row.when.zone)}
              </Box>
            </Box>
          ))}
          <Button variant="text" disabled={!writable} onClick={onMood} sx={{ paddingInline: 0 }}>
            {row.moods.length === 0 ? t("mood.ask") : t("mood.change")}
          </Button>
        </Box>
      </SheetRow>
      <SheetRow label={t("details.tags")}>
        <NamesField
          label={t("details.tags")}
          placeholder={t("details.tagsPlaceholder")}
          present={tags}
          known={known.tags}
          disabled={!writable}
          autoFocus={field === "tags"}
          linkTo={paths.tag}
          onAdd={(name) => onChange([{ type: "tag-add", name }])}
          onRemove={(id) => onChange([{ type: "tag-remove", id }])}
        />
      </SheetRow>
      <SheetRow label={t("details.people")}>
        <NamesField
          label={t("details.people")}
          placeholder={t("details.peoplePlaceholder")}
          present={row.people}
          known={known.people}
          disabled={!writable}
          autoFocus={field === "people"}
          onAdd={(name) => onChange([{ type: "person-add", name }])}
          onRemove={(id) => onChange([{ type: "person-remove", id }])}
        />
      </SheetRow>
      <SheetRow label={t("details.place")} hint={t("details.placeHint")}>
        <PlaceField
          row={row}
          places={known.places}
          disabled={!writable}
          autoFocus={field === "place"}
          onChange={onChange}
        />
      </SheetRow>
    </Sheet>
  );
};
