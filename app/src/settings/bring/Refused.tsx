import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import type { Refusal, RefusalCode } from "../../exchange/index.ts";
import { useFormat, useTranslation } from "../../shell/i18n/index.ts";
import { MarginRow } from "../../shell/pieces/index.ts";
import { role } from "../../shell/theme/index.ts";
import { Explanation, Heading } from "../room/Sentence.tsx";

/** Up to here the items stand open; longer lists open on request. */
const openUpTo = 8;

export const byReason = (refused: readonly Refusal[]): ReadonlyMap<RefusalCode, readonly Refusal[]> =>
  Map.groupBy(refused, ({ code }) => code);

const Item = ({ item, detail }: Pick<Refusal, "item" | "detail">) => (
  <Box
    component="li"
    sx={{
      typography: "caption",
      color: role.ink2,
      overflowWrap: "anywhere",
      listStyle: "none",
      paddingBlock: "2px",
    }}
  >
    {item}
    {detail !== undefined && <Box component="span" sx={{ color: role.ink3 }}>{` · ${detail}`}</Box>}
  </Box>
);

/** Names of things; a long list opens on request. */
const Items = ({ items }: { readonly items: readonly Pick<Refusal, "item" | "detail">[] }) => {
  const { t } = useTranslation("settings");
  const list = (
    <Box component="ul" sx={{ margin: "8px 0 0", padding: 0 }}>
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two items may bear the same name; the list never changes
        <Item key={index} {...item} />
      ))}
    </Box>
  );
  return items.length <= openUpTo ? (
    list
  ) : (
    <Box
      component="details"
      sx={{
        "& summary": { typography: "ui", color: role.link, cursor: "pointer", paddingBlock: "11px" },
      }}
    >
      <summary>{t("refused.see", { count: items.length })}</summary>
      {list}
    </Box>
  );
};

/** Entries that come with the date of their file, because they say none. */
export const Undated = ({ undated }: { readonly undated: readonly string[] }) => {
  const { t } = useTranslation("settings");
  const format = useFormat();
  if (undated.length === 0) return null;
  return (
    <Box sx={{ marginTop: 5 }}>
      <MarginRow
        component="section"
        margin={
          <Typography variant="day" component="span" sx={{ color: role.ink, fontSize: "1.5rem" }}>
            {format.number(undated.length)}
          </Typography>
        }
      >
        <Heading>{t("import.undated", { count: undated.length })}</Heading>
        <Explanation>{t("import.undatedHow")}</Explanation>
        <Items items={undated.map((item) => ({ item }))} />
      </MarginRow>
    </Box>
  );
};

/** Everything that was not taken, by reason: how many stands in the margin, each item is named. */
export const Refused = ({ refused }: { readonly refused: readonly Refusal[] }) => {
  const { t } = useTranslation("settings");
  const format = useFormat();
  return [...byReason(refused)].map(([code, items]) => {
    return (
      <Box key={code} sx={{ marginTop: 5 }}>
        <MarginRow
          component="section"
          margin={
            <Typography variant="day" component="span" sx={{ color: role.ink, fontSize: "1.5rem" }}>
              {format.number(items.length)}
            </Typography>
          }
        >
          <Heading>{t(`refused.${code}.title`, { count: items.length })}</Heading>
          <Explanation>{t(`refused.${code}.why`)}</Explanation>
          <Items items={items} />
        </MarginRow>
      </Box>
    );
  });
};
