/** The pictures of the README, made by the app itself. Written only when WRITE_PICTURES is set. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { en as journal } from "../../app/src/journal/en.ts";
import { en as settings } from "../../app/src/settings/en.ts";
import { expect, test } from "../harness/journey.ts";
import { paintings } from "../harness/paintings.ts";
import {
  body,
  list,
  openEntry,
  previewImport,
  startImport,
  startJournal,
  toJournal,
} from "../harness/person.ts";
import { makeZip } from "../harness/zip.ts";

const folder = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));

interface Invented {
  readonly at: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly text: string;
  readonly picture?: keyof typeof paintings;
}
/** Nobody's diary: written for these pictures. */
const entries: readonly Invented[] = [
  {
    at: "2026-11-24T07:12:00+01:00",
    title: "The harbour before light",
    tags: ["morning", "sea"],
    text: "The harbour was still dark when I left, and the boats were making that small sound they make against the wood. Ingrid had left the lamp on in the kitchen window, so that from the pier the house looked inhabited by somebody patient.\n\n> Go slowly, she had written on the back of the ferry table. The sea will wait.\n\n- [x] Rope for the dinghy\n- [ ] Ask Aksel about the stove\n\nI sat on the cold bench until the first ferry came in, and then there was nothing to do but go aboard.",
    picture: "harbour",
  },
  {
    at: "2026-11-22T21:40:00+01:00",
    title: "Bread, at last",
    tags: ["kitchen"],
    text: "The loaf rose. I stood in front of the oven like somebody waiting for a train, and it came.",
  },
  {
    at: "2026-11-19T18:05:00+01:00",
    title: "",
    tags: ["family"],
    text: "Called Mother. She is reading the long novel again, and this time she is on the side of the aunt.",
  },
  {
    at: "2026-11-15T16:30:00+01:00",
    title: "Up to the lake",
    tags: ["walks"],
    text: "First ice along the edge, thin as a watch glass. We threw one stone, to hear it sing, and then were sorry.",
    picture: "lake",
  },
  {
    at: "2026-11-08T22:10:00+01:00",
    title: "A letter from Oslo",
    tags: ["family"],
    text: "Four pages, both sides, and a pressed leaf. He writes as he talks: three stories begun, one finished.",
  },
  {
    at: "2026-10-27T08:20:00+01:00",
    title: "Rain on the roof",
    tags: ["morning"],
    text: "It rained all night, and I slept the way one sleeps on a boat.",
  },
  {
    at: "2026-10-12T19:00:00+02:00",
    title: "The last of the apples",
    tags: ["kitchen", "family"],
    text: "Eleven jars. Aksel wrote the labels in his best hand, which is also his only hand.",
  },
];

const markdownOf = ({ at, title, tags, text, picture }: Invented): string =>
  [
    "---",
    `date: ${at}`,
    ...(title === "" ? [] : [`title: "${title}"`]),
    `tags: [${tags.join(", ")}]`,
    "---",
    text,
    ...(picture === undefined ? [] : ["", `![[${picture}.png]]`]),
  ].join("\n");

for (const { size, dark } of [
  { size: "desktop", dark: false },
  { size: "desktop", dark: true },
  { size: "phone", dark: false },
  { size: "phone", dark: true },
] as const)
  test(`an invented journal looks as the README shows it, ${size}, ${dark ? "dark" : "light"}`, async ({
    relay,
    open,
  }) => {
    test.skip(
      process.env.WRITE_PICTURES === undefined,
      "pictures are written only when WRITE_PICTURES is set",
    );
    await mkdir(folder, { recursive: true });
    const { page } = await open({ size, dark });
    await page.clock.setFixedTime(new Date("2026-11-24T09:30:00+01:00"));
    await startJournal(page, relay.url);
    if (size === "phone") await page.goto(`${relay.url}/#/settings/import`);
    const files: Record<string, string | Uint8Array> = {};
    // A daily note has no title but its day.
    for (const entry of entries) files[`${entry.at.slice(0, 10)}.md`] = markdownOf(entry);
    for (const [name, paint] of Object.entries(paintings)) files[`${name}.png`] = paint();
    const zip = { name: "journal.zip", mimeType: "application/zip", buffer: await makeZip(files) };
    if (size === "phone")
      await page.locator(`input[type=file][aria-label="${settings.import.file}"]`).setInputFiles(zip);
    else await previewImport(page, zip);
    await startImport(page);
    if (size === "phone") await page.goto(`${relay.url}/#/`);
    else await toJournal(page);
    const picture = async (name: string) => {
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({ path: join(folder, `${name}-${size}-${dark ? "dark" : "light"}.png`) });
    };
    await expect(list(page).locator("img").first()).toHaveJSProperty("complete", true);
    if (size === "phone") await picture("timeline");
    await openEntry(page, "The harbour before light");
    await expect(body(page).locator("img").first()).toHaveJSProperty("complete", true);
    await picture(size === "phone" ? "editor" : "timeline");
    await page.goto(`${relay.url}/#/look-back?day=2026-11-15`);
    await expect(page.getByRole("grid", { name: journal.calendar.grid })).toBeVisible();
    await picture("calendar");
  });
