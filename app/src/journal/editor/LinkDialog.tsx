import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import { type Editor, getMarkAttributes } from "@tiptap/core";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "../../shell/i18n/index.ts";
import { useBackCloses } from "../../shell/layers/index.ts";
import { TextField } from "../../shell/pieces/index.ts";
import { linkAddress } from "./link-address.ts";

export interface LinkDialogProps {
  readonly editor: Editor;
  readonly onClose: () => void;
}

/** Puts an address under the selection, changes it or takes it away. With nothing selected the address becomes the text. */
export const LinkDialog = ({ editor, onClose }: LinkDialogProps) => {
  const { t } = useTranslation("journal");
  const titleId = useId();
  const href = getMarkAttributes(editor.state, "link").href;
  const before = typeof href === "string" ? href : "";
  const [typed, setTyped] = useState(before);
  const [refused, setRefused] = useState(false);

  const close = () => {
    onClose();
    editor.commands.focus();
  };
  useBackCloses(true, close);
  const put = (event: FormEvent) => {
    event.preventDefault();
    const address = linkAddress(typed);
    if (address === undefined) {
      setRefused(true);
      return;
    }
    const chain = editor.chain().focus().extendMarkRange("link");
    if (editor.state.selection.empty && before === "") {
      chain
        .insertContent({
          type: "text",
          text: typed.trim(),
          marks: [{ type: "link", attrs: { href: address } }],
        })
        .run();
    } else chain.setLink({ href: address }).run();
    onClose();
  };
  const remove = () => {
    editor.chain().focus().extendMarkRange("link").unsetLink().run();
    onClose();
  };

  return (
    <Dialog open onClose={close} aria-labelledby={titleId} fullWidth maxWidth="xs">
      <form onSubmit={put} noValidate>
        <DialogTitle id={titleId}>{t("link.title")}</DialogTitle>
        <DialogContent>
          <TextField
            autoFocus
            label={t("link.address")}
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
              setRefused(false);
            }}
            error={refused}
            helperText={refused ? t("link.refused") : t("link.hint")}
            slotProps={{ htmlInput: { inputMode: "url", autoCapitalize: "none", spellCheck: false } }}
          />
        </DialogContent>
        <DialogActions>
          {before !== "" && (
            <Button variant="text" onClick={remove} sx={{ marginInlineEnd: "auto" }}>
              {t("link.remove")}
            </Button>
          )}
          <Button variant="text" onClick={close}>
            {t("action.cancel")}
          </Button>
          <Button variant="contained" type="submit">
            {t("link.put")}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};
