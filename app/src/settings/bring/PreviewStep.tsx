import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useState } from "react";
import type { Preview, StartOptions } from "../../exchange/index.ts";
import { useFormat, useTranslation } from "../../shell/i18n/index.ts";
import { MarginRow, PageFooter, Step, Steps } from "../../shell/pieces/index.ts";
import { role, serif } from "../../shell/theme/index.ts";
import { useTaxonomy } from "../../store/index.ts";
import { Explanation, Heading } from "../room/Sentence.tsx";
import { IntoJournal, journalsToChoose } from "./IntoJournal.tsx";
import { Refused, Undated } from "./Refused.tsx";

const longDay = { day: "numeric", month: "long", year: "numeric" } as const;
const cell = { padding: "9px 0", borderBottom: `1px solid ${role.hairline}`, textAlign: "start" } as const;

/** What was recognised, before anything is changed. */
const Counts = ({ preview, into }: { readonly preview: Preview; readonly into: string | undefined }) => {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const rows = [
    [t("import.row.entries"), format.number(preview.entries)],
    [
      t("import.row.media"),
      preview.media === 0
        ? format.number(0)
        : `${format.number(preview.media)} · ${format.bytes(preview.bytes)}`,
    ],
    [t("import.row.tags"), format.number(preview.tags)],
    [
      t("import.row.journals"),
      [
        ...preview.journals,
        ...(preview.withoutJournal > 0 || preview.journals.length === 0
          ? [into ?? t("import.row.firstJournal")]
          : []),
      ].join(", "),
    ],
  ] as const;
  return (
    <Box component="table" sx={{ borderCollapse: "collapse", width: "100%", marginTop: 4 }}>
      <caption style={{ position: "absolute", clipPath: "inset(50%)" }}>{t("import.found")}</caption>
      <tbody>
        {rows.map(([label, value]) => (
          <tr key={label}>
            <Box
              component="th"
              scope="row"
              sx={{ ...cell, fontFamily: serif, fontWeight: 400, fontSize: "1.0625rem", paddingInlineEnd: 4 }}
            >
              {label}
            </Box>
            <Box
              component="td"
              sx={{ ...cell, typography: "ui", textAlign: "end", overflowWrap: "anywhere" }}
            >
              {value}
            </Box>
          </tr>
        ))}
      </tbody>
    </Box>
  );
};

/** How much of it an earlier import brought, before anything is pressed. */
const HereAlready = ({ preview: { entries, before } }: { readonly preview: Preview }) => {
  const { t } = useTranslation("settings");
  const { here, trashed } = before;
  if (here === 0) return null;
  return (
    <Explanation>
      {t(here === entries ? "import.hereAlready.all" : "import.hereAlready.some", { count: here })}
      {trashed > 0 && ` ${t("import.hereAlready.trashed", { count: trashed })}`}
    </Explanation>
  );
};

const Samples = ({ samples }: Pick<Preview, "samples">) => {
  const { t } = useTranslation("settings");
  const format = useFormat();
  return (
    <Box sx={{ marginTop: 6 }}>
      <Heading>{t("import.samples")}</Heading>
      <Box component="ul" sx={{ margin: 0, padding: 0 }}>
        {samples.map((sample, index) => (
          <Box
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is made once and never changes
            key={index}
            component="li"
            sx={{ listStyle: "none", padding: "10px 0", borderBottom: `1px solid ${role.hairline}` }}
          >
            <Box sx={{ typography: "caption", color: role.ink3 }}>
              {[format.day(sample.day, longDay), ...sample.tags.map((tag) => `#${tag}`)].join(" · ")}
            </Box>
            <Box sx={{ fontFamily: serif, fontSize: "1.0625rem", color: role.ink2 }}>
              {sample.title !== "" && <Box sx={{ color: role.ink, fontWeight: 560 }}>{sample.title}</Box>}
              {sample.title === "" && sample.excerpt === "" && <em>{t("import.untitled")}</em>}
              {sample.excerpt}
            </Box>
          </Box>
        ))}
      </Box>
    </Box>
  );
};

export const PreviewStep = ({
  preview,
  onStart,
  onStop,
}: {
  readonly preview: Preview;
  readonly onStart: (options: StartOptions) => void;
  readonly onStop: () => void;
}) => {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const { firstDay, lastDay, entries, refused } = preview;
  const journals = journalsToChoose(useTaxonomy());
  const [journal, setJournal] = useState("");
  const chosen = journals.find(({ id }) => id === journal)?.name;
  return (
    <>
      <Steps>
        <Step state="current" number={2} of={3} title={t(`import.format.${preview.format}`)}>
          <Explanation>
            {firstDay === undefined || lastDay === undefined
              ? t("import.unchanged")
              : firstDay === lastDay
                ? t("import.oneDay", { day: format.day(firstDay, longDay) })
                : t("import.range", {
                    from: format.day(firstDay, longDay),
                    to: format.day(lastDay, longDay),
                  })}
          </Explanation>
          <HereAlready preview={preview} />
          <Counts preview={preview} into={chosen} />
          {preview.withoutJournal > 0 && journals.length > 1 && (
            <IntoJournal journals={journals} value={journal} onChange={setJournal} />
          )}
          {preview.samples.length > 0 && <Samples samples={preview.samples} />}
          <Explanation>{t("import.keeps")}</Explanation>
          <Button variant="text" onClick={onStop} sx={{ marginTop: 2, marginInlineStart: "-8px" }}>
            {t("import.notNow")}
          </Button>
        </Step>
      </Steps>
      <Undated undated={preview.undated} />
      {refused.length > 0 && (
        <Box sx={{ marginTop: 7 }}>
          <MarginRow>
            <Heading>{t("import.willNot", { count: refused.length })}</Heading>
          </MarginRow>
          <Refused refused={refused} />
        </Box>
      )}
      <PageFooter note={t("import.undoable")}>
        <Button
          variant="contained"
          onClick={() => onStart(chosen === undefined ? {} : { journal: chosen })}
          disabled={entries === 0}
        >
          {t("import.start", { count: entries })}
        </Button>
      </PageFooter>
    </>
  );
};
