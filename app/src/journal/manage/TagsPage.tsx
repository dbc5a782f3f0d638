import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogContentText from "@mui/material/DialogContentText";
import DialogTitle from "@mui/material/DialogTitle";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { DotsThreeVerticalIcon } from "@phosphor-icons/react/dist/csr/DotsThreeVertical";
import { type FormEvent, useId, useMemo, useState } from "react";
import { Link } from "react-router";
import { useFormat, useTranslation } from "../../shell/i18n/index.ts";
import { useBackCloses } from "../../shell/layers/index.ts";
import { paths } from "../../shell/paths.ts";
import {
  EmptyState,
  IconAction,
  MarginNote,
  MarginPage,
  MarginRow,
  PageHeader,
  TextField,
} from "../../shell/pieces/index.ts";
import { focusRing, role } from "../../shell/theme/index.ts";
import { useTaxonomy, useVault, useVisibleRows } from "../../store/index.ts";
import { useLocale } from "../locale.ts";
import { type CountedTag, countTags, suggestNames } from "../model/tags.ts";
import { fold } from "../model/timeline.ts";

type Doing = { readonly what: "rename" | "merge"; readonly tag: CountedTag };

const RenameDialog = ({
  tag,
  tags,
  onClose,
}: {
  readonly tag: CountedTag;
  readonly tags: readonly CountedTag[];
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation("journal");
  const vault = useVault();
  const titleId = useId();
  useBackCloses(true, onClose);
  const [name, setName] = useState(tag.name);
  const other = tags.find((one) => one.id !== tag.id && fold(one.name) === fold(name.trim()));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "" || other !== undefined) return;
    await vault.editTaxonomy({ type: "tag-rename", id: tag.id, name: name.trim() });
    onClose();
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} fullWidth maxWidth="xs">
      <form onSubmit={(event) => void submit(event)} noValidate>
        <DialogTitle id={titleId}>{t("tags.rename", { name: tag.name })}</DialogTitle>
        <DialogContent>
          <TextField
            autoFocus
            label={t("tags.name")}
            value={name}
            onChange={(event) => setName(event.target.value)}
            error={other !== undefined}
            helperText={
              other === undefined
                ? t("tags.renameHint", { count: tag.entries })
                : t("tags.taken", { name: other.name })
            }
          />
        </DialogContent>
        <DialogActions>
          <Button variant="text" onClick={onClose}>
            {t("action.cancel")}
          </Button>
          <Button variant="contained" type="submit" disabled={name.trim() === "" || other !== undefined}>
            {t("tags.renameAction")}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};

const MergeDialog = ({
  tag,
  tags,
  onClose,
}: {
  readonly tag: CountedTag;
  readonly tags: readonly CountedTag[];
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation("journal");
  const vault = useVault();
  const titleId = useId();
  useBackCloses(true, onClose);
  const listId = useId();
  const [name, setName] = useState("");
  const others = tags.filter(({ id }) => id !== tag.id);
  const into = others.find((one) => fold(one.name) === fold(name.trim()));
  const suggestions = suggestNames(
    others.map((one) => one.name),
    name,
    into ? [into.name] : [],
    4,
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (into === undefined) return;
    await vault.editTaxonomy({ type: "tag-merge", from: tag.id, into: into.id });
    onClose();
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} fullWidth maxWidth="xs">
      <form onSubmit={(event) => void submit(event)} noValidate>
        <DialogTitle id={titleId}>{t("tags.merge", { name: tag.name })}</DialogTitle>
        <DialogContent>
          <DialogContentText sx={{ marginBottom: 4 }}>
            {t("tags.mergeHint", { name: tag.name, count: tag.entries })}
          </DialogContentText>
          <TextField
            autoFocus
            label={t("tags.mergeInto")}
            value={name}
            onChange={(event) => setName(event.target.value)}
            slotProps={{ htmlInput: { list: listId } }}
          />
          <datalist id={listId}>
            {others.map((one) => (
              <option key={one.id} value={one.name} />
            ))}
          </datalist>
          <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1, marginTop: 2 }}>
            {suggestions.map((one) => (
              <Button key={one} variant="text" onClick={() => setName(one)}>
                {one}
              </Button>
            ))}
          </Box>
        </DialogContent>
        <DialogActions>
          <Button variant="text" onClick={onClose}>
            {t("action.cancel")}
          </Button>
          <Button variant="contained" type="submit" disabled={into === undefined}>
            {t("tags.mergeAction")}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};

const TagRow = ({
  tag,
  also,
  canMerge,
  onDo,
}: {
  readonly tag: CountedTag;
  readonly also: number;
  readonly canMerge: boolean;
  readonly onDo: (doing: Doing) => void;
}) => {
  const { t } = useTranslation("journal");
  const format = useFormat();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  useBackCloses(anchor !== null, () => setAnchor(null));
  const choose = (what: Doing["what"]) => {
    setAnchor(null);
    onDo({ what, tag });
  };
  return (
    <MarginRow
      component="li"
      margin={
        <Box aria-hidden sx={{ typography: "ui", paddingTop: "10px" }}>
          {format.number(tag.entries)}
        </Box>
      }
    >
      <Box sx={{ display: "flex", alignItems: "center", minHeight: 48 }}>
        <Box sx={{ flexGrow: 1, minWidth: 0 }}>
          <Box
            component={Link}
            to={paths.tag(tag.id)}
            aria-label={t("tags.entries", { name: tag.name, count: tag.entries })}
            sx={{
              typography: "subtitle1",
              color: role.ink,
              textDecoration: "none",
              overflowWrap: "anywhere",
              "&:hover": { textDecoration: "underline" },
              "&:focus-visible": focusRing,
            }}
          >
            {tag.name}
          </Box>
          {also > 0 && <MarginNote>{t("tags.also", { count: also })}</MarginNote>}
        </Box>
        <IconAction
          label={t("tags.more", { name: tag.name })}
          aria-haspopup="menu"
          aria-expanded={anchor !== null}
          onClick={(event) => setAnchor(event.currentTarget)}
        >
          <DotsThreeVerticalIcon size={20} />
        </IconAction>
        <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
          <MenuItem onClick={() => choose("rename")}>{t("tags.renameMenu")}</MenuItem>
          <MenuItem disabled={!canMerge} onClick={() => choose("merge")}>
            {t("tags.mergeMenu")}
          </MenuItem>
        </Menu>
      </Box>
    </MarginRow>
  );
};

/** All tags by how often they are used; each can be renamed or made one with another. */
export const TagsPage = () => {
  const { t } = useTranslation("journal");
  const locale = useLocale();
  const rows = useVisibleRows();
  const taxonomy = useTaxonomy();
  const [find, setFind] = useState("");
  const [doing, setDoing] = useState<Doing>();
  const tags = useMemo(() => countTags(rows ?? [], taxonomy?.tags ?? [], locale), [rows, taxonomy, locale]);
  if (rows === undefined || taxonomy === undefined) return null;
  const wanted = fold(find.trim());
  const shown = wanted === "" ? tags : tags.filter(({ name }) => fold(name).includes(wanted));
  return (
    <>
      <MarginPage>
        <PageHeader title={t("tags.title")} back={paths.journal} />
        {tags.length === 0 ? (
          <MarginRow>
            <EmptyState title={t("tags.none")}>{t("tags.noneText")}</EmptyState>
          </MarginRow>
        ) : (
          <>
            <MarginRow>
              <TextField
                label={t("tags.find", { count: tags.length })}
                value={find}
                onChange={(event) => setFind(event.target.value)}
                sx={{ marginBottom: 5 }}
              />
              <Box component="h2" sx={{ typography: "h5", margin: "0 0 4px" }}>
                {t("tags.mostUsed")}
              </Box>
            </MarginRow>
            <Box component="ul" sx={{ margin: 0, padding: 0 }}>
              {shown.map((tag) => (
                <TagRow
                  key={tag.id}
                  tag={tag}
                  also={taxonomy.tags.find(({ id }) => id === tag.id)?.aliases.length ?? 0}
                  canMerge={tags.length > 1}
                  onDo={setDoing}
                />
              ))}
            </Box>
            <MarginRow>
              <Box
                component="p"
                sx={{
                  typography: "ui",
                  color: role.ink2,
                  borderTop: `1px solid ${role.hairline}`,
                  padding: "16px 0 32px",
                  margin: "12px 0 0",
                }}
              >
                {shown.length === 0 ? t("tags.notFound") : t("tags.about")}
              </Box>
            </MarginRow>
          </>
        )}
      </MarginPage>
      {doing?.what === "rename" && (
        <RenameDialog tag={doing.tag} tags={tags} onClose={() => setDoing(undefined)} />
      )}
      {doing?.what === "merge" && (
        <MergeDialog tag={doing.tag} tags={tags} onClose={() => setDoing(undefined)} />
      )}
    </>
  );
};
