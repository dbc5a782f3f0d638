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

const Item = ({ item, detail }: Refusal) => (
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

/** Everything that was not taken, by reason: how many stands in the margin, each item is named. */
export const Refused = ({ refused }: { readonly refused: readonly Refusal[] }) => {
  const { t } = useTranslation("settings");
  const format = useFormat();
  return [...byReason(refused)].map(([code, items]) => {
    const list = (
      <Box component="ul" sx={{ margin: "8px 0 0", padding: 0 }}>
        {items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two items may bear the same name; the list never changes
          <Item key={index} {...item} />
        ))}
      </Box>
    );
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
          {items.length <= openUpTo ? (
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
          )}
        </MarginRow>
      </Box>
    );
  });
};
