import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { type FormEvent, useState } from "react";
import { useTranslation } from "../../shell/i18n/index.ts";
import { FieldError, TextField } from "../../shell/pieces/index.ts";
import { Explanation } from "../room/Sentence.tsx";
import { Camera } from "./Camera.tsx";

/** The code that the new device shows: by camera, or its link pasted. */
export const EnterCode = ({
  onLink,
  onShow,
}: {
  readonly onLink: (link: string) => void;
  readonly onShow: () => void;
}) => {
  const { t } = useTranslation("settings");
  const [link, setLink] = useState("");
  const [wrong, setWrong] = useState(false);
  const take = (text: string) => {
    const found = text.trim();
    // Only the look of it: the engine reads the code itself and has its own words for what is wrong inside.
    if (/\/join#./.test(found)) onLink(found);
    else setWrong(true);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    take(link);
  };
  return (
    <>
      <Explanation>{t("add.enterCodeHow")}</Explanation>
      <Camera onText={take} />
      <form onSubmit={submit}>
        <Box sx={{ marginTop: 5, maxWidth: 480 }}>
          <TextField
            label={t("add.link")}
            value={link}
            onChange={(event) => {
              setLink(event.target.value);
              setWrong(false);
            }}
            error={wrong}
            helperText={wrong ? <FieldError>{t("add.notACode")}</FieldError> : t("add.linkHelp")}
            slotProps={{
              htmlInput: { inputMode: "url", autoComplete: "off", spellCheck: false, autoCapitalize: "none" },
            }}
          />
        </Box>
        <Box sx={{ display: "flex", flexWrap: "wrap", gap: 3, marginTop: 4 }}>
          <Button type="submit" variant="contained" disabled={link.trim() === ""}>
            {t("add.useLink")}
          </Button>
          <Button variant="text" onClick={onShow} sx={{ marginInlineStart: { xs: "-8px", md: 0 } }}>
            {t("add.ours")}
          </Button>
        </Box>
      </form>
    </>
  );
};
