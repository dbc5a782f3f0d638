import Box from "@mui/material/Box";
import { CaretLeftIcon } from "@phosphor-icons/react/dist/csr/CaretLeft";
import { FunnelSimpleIcon } from "@phosphor-icons/react/dist/csr/FunnelSimple";
import { ImagesIcon } from "@phosphor-icons/react/dist/csr/Images";
import { XIcon } from "@phosphor-icons/react/dist/csr/X";
import { useNavigate } from "react-router";
import { useTranslation } from "../../shell/i18n/index.ts";
import { paths } from "../../shell/paths.ts";
import { IconAction, Mark } from "../../shell/pieces/index.ts";
import { isRightToLeft, role, wide } from "../../shell/theme/index.ts";
import { overlayOpened, useAppDispatch } from "../../store/index.ts";

export interface TimelineHeaderProps {
  readonly title: string;
  /** Stands under the title: the journal, the tag, *Favourites*. */
  readonly scope: string | undefined;
  readonly filterOpen: boolean;
  readonly filtering: boolean;
  readonly onFilter: () => void;
}

/** The name of what is in view, and what can be done to the list. */
export const TimelineHeader = ({ title, scope, filterOpen, filtering, onFilter }: TimelineHeaderProps) => {
  const { t } = useTranslation("journal");
  const navigate = useNavigate();
  const dispatch = useAppDispatch();
  return (
    <Box
      component="header"
      sx={{
        display: "flex",
        alignItems: "center",
        minHeight: 56,
        padding: "8px 12px 4px",
        [wide]: {
          padding: "16px 16px 8px",
          paddingInlineStart: "calc(var(--list-margin) + 14px)",
          minHeight: 68,
        },
      }}
    >
      <Box sx={{ width: "calc(var(--list-margin) - 12px)", flexShrink: 0, [wide]: { display: "none" } }}>
        {scope === undefined ? (
          <IconAction label={t("list.contents")} onClick={() => dispatch(overlayOpened("contents"))}>
            <Mark size={26} />
          </IconAction>
        ) : (
          <IconAction label={t("list.all")} onClick={() => void navigate(paths.journal)}>
            <CaretLeftIcon size={22} weight="light" mirrored={isRightToLeft()} />
          </IconAction>
        )}
      </Box>
      <Box sx={{ flexGrow: 1, minWidth: 0 }}>
        <Box
          component="h1"
          tabIndex={-1}
          sx={{
            typography: "h4",
            margin: 0,
            overflow: "hidden",
            textOverflow: "ellipsis",
            whiteSpace: "nowrap",
            outline: 0,
            lineHeight: 1.3,
          }}
        >
          {title}
        </Box>
        {scope !== undefined && (
          <Box
            sx={{ typography: "caption", color: role.ink3, display: "flex", alignItems: "center", gap: 1 }}
          >
            {t("list.scope", { scope })}
            <Box component="span" sx={{ display: "none", [wide]: { display: "inline-flex" } }}>
              <IconAction
                label={t("list.all")}
                size="small"
                onClick={() => void navigate(paths.journal)}
                sx={{ width: 24, height: 24 }}
              >
                <XIcon size={14} />
              </IconAction>
            </Box>
          </Box>
        )}
      </Box>
      <IconAction
        label={t("filter.open")}
        aria-expanded={filterOpen}
        onClick={onFilter}
        sx={filtering ? { color: role.accent } : undefined}
      >
        <FunnelSimpleIcon size={22} weight={filterOpen || filtering ? "regular" : "light"} />
      </IconAction>
      <IconAction label={t("list.photos")} onClick={() => void navigate("/look-back?view=photos")}>
        <ImagesIcon size={22} weight="light" />
      </IconAction>
    </Box>
  );
};
