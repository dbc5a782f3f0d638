import Box from "@mui/material/Box";
import Chip from "@mui/material/Chip";
import { CheckIcon } from "@phosphor-icons/react/dist/csr/Check";
import { useDeferredValue, useEffect, useState } from "react";
import { useTranslation } from "../../shell/i18n/index.ts";
import { TextField } from "../../shell/pieces/index.ts";
import { selectFilter, timelineFiltered, useAppDispatch, useAppSelector } from "../../store/index.ts";

export interface TimelineFilterBarProps {
  readonly shown: number;
  readonly of: number;
  readonly autoFocus: boolean;
  readonly onClose: () => void;
}

/** Narrows the list by words that rows hold. It says what it looks in, because it does not look in whole texts. */
export const TimelineFilterBar = ({ shown, of, autoFocus, onClose }: TimelineFilterBarProps) => {
  const { t } = useTranslation("journal");
  const dispatch = useAppDispatch();
  const filter = useAppSelector(selectFilter);
  const [typed, setTyped] = useState(filter.text);
  const settled = useDeferredValue(typed);
  useEffect(() => {
    dispatch(timelineFiltered({ text: settled }));
  }, [dispatch, settled]);
  return (
    <Box
      role="search"
      aria-label={t("filter.label")}
      sx={{ padding: "8px 20px 12px", paddingInlineStart: "calc(var(--list-margin) + 14px)" }}
    >
      <TextField
        autoFocus={autoFocus}
        label={t("filter.text")}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            setTyped("");
            onClose();
          }
        }}
        helperText={
          <span role="status">
            {typed.trim() === "" && !filter.favourites
              ? t("filter.hint")
              : t("filter.count", { count: shown, of })}
          </span>
        }
        slotProps={{ htmlInput: { enterKeyHint: "search" } }}
      />
      <Box sx={{ marginTop: 2 }}>
        <Chip
          label={t("filter.favourites")}
          clickable
          aria-pressed={filter.favourites}
          {...(filter.favourites ? { icon: <CheckIcon size={16} /> } : {})}
          onClick={() => dispatch(timelineFiltered({ favourites: !filter.favourites }))}
        />
      </Box>
    </Box>
  );
};
