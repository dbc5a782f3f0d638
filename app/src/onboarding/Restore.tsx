import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { type FormEvent, useId, useRef, useState } from "react";
import { type ErrorCode, ErrorNotice } from "../shell/errors/index.ts";
import { useFormat, useTranslation } from "../shell/i18n/index.ts";
import {
  emptyWords,
  PassphraseField,
  ProgressSentence,
  WordsField,
  wordsToGo,
} from "../shell/pieces/index.ts";
import { role } from "../shell/theme/index.ts";
import { useVault } from "../store/index.ts";
import type { BackupReport, Progress, WayIn } from "../vault/index.ts";
import { Actions, FirstRunPage } from "./FirstRunPage.tsx";

type Stage =
  | { readonly at: "asking"; readonly error?: ErrorCode }
  | { readonly at: "reading"; readonly progress: Progress }
  | { readonly at: "done"; readonly report: BackupReport };

const suffix = ".whisperwell";

/** A backup file and what opens it: the passphrase or the 24 words of that journal. */
export const Restore = ({
  deviceName,
  onBack,
  onDone,
}: {
  readonly deviceName: string;
  readonly onBack: () => void;
  readonly onDone: () => void;
}) => {
  const { t } = useTranslation("onboarding");
  const { t: shell } = useTranslation("shell");
  const format = useFormat();
  const vault = useVault();
  const form = useId();
  const input = useRef<HTMLInputElement>(null);
  const stop = useRef<AbortController>(undefined);
  const [file, setFile] = useState<File>();
  const [kind, setKind] = useState<WayIn["kind"]>("passphrase");
  const [passphrase, setPassphrase] = useState("");
  const [words, setWords] = useState<readonly string[]>(emptyWords);
  const [stage, setStage] = useState<Stage>({ at: "asking" });
  const missing = file === undefined || (kind === "passphrase" ? passphrase === "" : wordsToGo(words) > 0);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (file === undefined || missing || stage.at !== "asking") return;
    const way: WayIn =
      kind === "passphrase" ? { kind, passphrase } : { kind: "phrase", words: words.join(" ") };
    stop.current = new AbortController();
    setStage({ at: "reading", progress: { done: 0, total: 0 } });
    const restored = await vault.restoreBackup(
      file,
      way,
      deviceName,
      (progress) => setStage((before) => (before.at === "reading" ? { at: "reading", progress } : before)),
      stop.current.signal,
    );
    if (restored.ok) setStage({ at: "done", report: restored.value });
    else
      setStage(
        restored.error.code === "cancelled" ? { at: "asking" } : { at: "asking", error: restored.error.code },
      );
  };

  if (stage.at === "done")
    return (
      <FirstRunPage
        title={t("restore.done")}
        footer={
          <Button variant="contained" onClick={onDone} sx={{ width: { xs: "100%", md: "auto" } }}>
            {t("restore.enter")}
          </Button>
        }
      >
        <Typography variant="body1" component="p" role="status" sx={{ margin: "12px 0 0", color: role.ink2 }}>
          {t("restore.entries", { count: stage.report.entries })}{" "}
          {stage.report.attachments > 0 && t("restore.media", { count: stage.report.attachments })}
        </Typography>
      </FirstRunPage>
    );

  const reading = stage.at === "reading";
  return (
    <FirstRunPage
      title={t("restore.title")}
      {...(reading ? {} : { onBack })}
      footer={
        reading ? (
          <ProgressSentence
            sentence={
              stage.progress.total > 0
                ? t("restore.progress", {
                    done: format.bytes(stage.progress.done),
                    total: format.bytes(stage.progress.total),
                  })
                : t("restore.opening")
            }
            done={stage.progress.done}
            total={stage.progress.total}
            onStop={() => stop.current?.abort()}
          />
        ) : (
          <Actions>
            <Button type="submit" form={form} variant="contained" disabled={missing}>
              {t("restore.open")}
            </Button>
          </Actions>
        )
      }
    >
      <Typography
        variant="body2"
        component="p"
        sx={{ margin: "8px 0 24px", color: role.ink2, fontSize: "1.0625rem", lineHeight: 1.5 }}
      >
        {t("restore.what")}
      </Typography>
      <input
        ref={input}
        type="file"
        hidden
        accept={suffix}
        aria-label={t("restore.choose")}
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          if (chosen !== undefined) setFile(chosen);
          setStage({ at: "asking" });
        }}
      />
      <Box sx={{ display: "flex", alignItems: "center", gap: 4, flexWrap: "wrap" }}>
        <Button onClick={() => input.current?.click()} disabled={reading}>
          {file === undefined ? t("restore.choose") : t("restore.change")}
        </Button>
        {file !== undefined && (
          <Box component="span" sx={{ typography: "ui", color: role.ink2, overflowWrap: "anywhere" }}>
            {t("restore.chosen", { name: file.name, size: format.bytes(file.size) })}
          </Box>
        )}
      </Box>
      <Box
        component="form"
        id={form}
        onSubmit={(event: FormEvent) => void submit(event)}
        sx={{ marginTop: 8 }}
      >
        {kind === "passphrase" ? (
          <PassphraseField
            label={shell("passphrase.label")}
            value={passphrase}
            onChange={setPassphrase}
            purpose="current"
            disabled={reading}
          />
        ) : (
          <WordsField value={words} onChange={setWords} disabled={reading} />
        )}
        <Box sx={{ marginTop: 2, marginInlineStart: "-8px" }}>
          <Button
            variant="text"
            disabled={reading}
            onClick={() => setKind(kind === "passphrase" ? "phrase" : "passphrase")}
          >
            {kind === "passphrase" ? shell("passphrase.useWords") : shell("passphrase.usePassphrase")}
          </Button>
        </Box>
      </Box>
      {stage.at === "asking" && stage.error !== undefined && (
        <Box sx={{ marginTop: 4 }}>
          <ErrorNotice code={stage.error} />
        </Box>
      )}
    </FirstRunPage>
  );
};
