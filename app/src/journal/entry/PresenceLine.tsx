import Box from "@mui/material/Box";
import { useEffect, useState } from "react";
import type { Awareness } from "y-protocols/awareness";
import { useFormat, useTranslation } from "../../shell/i18n/index.ts";
import { role } from "../../shell/theme/index.ts";
import { othersPresent, type Presence } from "../editor/presence.ts";

const useOthers = (awareness: Awareness): readonly Presence[] => {
  const [others, setOthers] = useState(() => othersPresent(awareness));
  useEffect(() => {
    const look = () =>
      setOthers((before) => {
        const now = othersPresent(awareness);
        const same =
          now.length === before.length &&
          now.every(
            ({ clientId, name }, index) =>
              clientId === before[index]?.clientId && name === before[index]?.name,
          );
        return same ? before : now;
      });
    look();
    awareness.on("change", look);
    return () => awareness.off("change", look);
  }, [awareness]);
  return others;
};

/** “Also open on Lena's phone.” Nothing while nobody else is here. */
export const PresenceLine = ({ awareness }: { readonly awareness: Awareness }) => {
  const { t } = useTranslation("journal");
  const format = useFormat();
  const names = useOthers(awareness).map(({ name }) => name ?? t("presence.unnamed"));
  return (
    <Box role="status" sx={{ typography: "caption", color: role.ink3 }}>
      {names.length > 0 && t("presence.also", { names: format.list([...new Set(names)]) })}
    </Box>
  );
};
