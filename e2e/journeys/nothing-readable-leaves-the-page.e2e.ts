import { en as journal } from "../../app/src/journal/en.ts";
import { en as shell } from "../../app/src/shell/en.ts";
import { databaseValues } from "../harness/databases.ts";
import { expect, test } from "../harness/journey.ts";
import {
  body,
  button,
  link,
  openEntry,
  pair,
  previewImport,
  row,
  saveBackup,
  saved,
  startImport,
  startJournal,
  title,
  toJournal,
  turnOnSync,
} from "../harness/person.ts";
import { begins, say } from "../harness/say.ts";
import { scanFolder, scanPieces, wordsIn } from "../harness/scan.ts";
import { makeZip } from "../harness/zip.ts";

const secretPhrase = "zanzibarphrase quokkalight umberfield trelliswood";
/** One for every place a person can write in. No word of the app or of the browser holds any of them. */
const canaries = {
  text: "quillfeatherx",
  title: "marrowbaskety",
  tag: "tindersparkz",
  person: "ingridomblewick",
  place: "glimmerfordby",
  journal: "saltcellarbook",
  imported: "pebblewhisker",
  file: "thistlephoto",
  search: "cobblewhistle",
  device: "gossamerphone",
  passphrase: "zanzibarphrase",
} as const;
const words: readonly string[] = Object.values(canaries);

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);

test("after a life of writing, importing, syncing and locking no marked word lies anywhere outside the open page", async ({
  relay,
  open,
}) => {
  const [laptop, phone] = [await open(), await open()];
  const { page } = laptop;
  const phrase = await startJournal(page, relay.url, secretPhrase);
  await title(page).fill(canaries.title);
  await title(page).press("Enter");
  await page.keyboard.type(`It was ${canaries.text} all day.`);
  await button(page, journal.entry.addTag).click();
  for (const [label, word] of [
    [journal.details.tags, canaries.tag],
    [journal.details.people, canaries.person],
  ] as const) {
    const field = page.getByLabel(say(journal.names.add, { label }), { exact: true });
    await field.fill(word);
    await field.press("Enter");
  }
  await page.getByLabel(journal.details.place, { exact: true }).fill(canaries.place);
  await button(page.getByRole("dialog"), journal.action.done).click();
  await saved(page);
  // What is looked for is as private as what is written.
  await button(page, journal.menu.find).click();
  await page.getByPlaceholder(journal.find.placeholder).fill(canaries.search);
  await page.getByPlaceholder(journal.find.placeholder).press("Enter");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: shell.palette.query }).fill(canaries.search);
  await page.keyboard.press("Escape");
  await page.goto(`${relay.url}/#/settings/journals`);
  await button(page, journal.journals.new).click();
  await page.getByLabel(journal.journals.name, { exact: true }).fill(canaries.journal);
  await button(page, journal.journals.add).click();
  await expect(link(page, new RegExp(canaries.journal, "u")).first()).toBeVisible();
  await toJournal(page);
  await button(page, journal.filter.open).click();
  await page.getByLabel(journal.filter.text).fill(canaries.text);
  await expect(row(page, canaries.title)).toBeVisible();
  await previewImport(page, {
    name: "notes.zip",
    mimeType: "application/zip",
    buffer: await makeZip({
      "note.md": `# ${canaries.imported}\n\n![[${canaries.file}.png]]`,
      [`${canaries.file}.png`]: new Uint8Array(png),
    }),
  });
  await startImport(page);
  await turnOnSync(page);
  await pair(page, phone.page, canaries.device, secretPhrase);
  await openEntry(phone.page, canaries.title);
  await expect(body(phone.page)).toContainText(canaries.text);
  await saveBackup(page);
  await toJournal(page);
  await expect(page.getByText(begins("Everything is on your relay")).first()).toBeVisible();

  const held = [...(await databaseValues(page)), ...(await databaseValues(phone.page))];
  expect(held.length).toBeGreaterThan(20);
  expect(scanPieces("a database", held, words)).toEqual([]);
  await laptop.close();
  await phone.close();
  await relay.kill("SIGTERM");

  for (const [name, { profile, recorder }] of Object.entries({ laptop, phone })) {
    expect(await scanFolder(profile, words), `files of the ${name}'s browser`).toEqual([]);
    expect(recorder.frames(), "socket frames were seen at all").toBeGreaterThan(4);
    expect(scanPieces("a request", recorder.sent(), words), `requests of the ${name}`).toEqual([]);
    expect(scanPieces("a request", recorder.sent(), [phrase.join(" ")])).toEqual([]);
  }
  expect(await scanFolder(relay.dataDir, words), "what the relay keeps").toEqual([]);
  expect(scanPieces("the relay's log", [relay.log()], words)).toEqual([]);
  expect(relay.log()).toContain("listening");
});

test("control: the same search finds a marked word in a file, a database, a request and the relay's log", async ({
  relay,
  open,
}) => {
  const { page, profile, recorder, close } = await open();
  recorder.expectProblem(/\/v1\/planted/u);
  await startJournal(page, relay.url);
  await page.evaluate(async (word) => {
    localStorage.setItem("planted", word);
    await new Promise<void>((resolve, reject) => {
      const asked = indexedDB.open("planted", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("words").put({ word }, 1);
      asked.onerror = () => reject(asked.error);
      asked.onsuccess = () => {
        asked.result.close();
        resolve();
      };
    });
    await fetch(`/v1/planted?${word}`, { method: "POST", body: word });
  }, canaries.text);
  expect(scanPieces("a database", await databaseValues(page), words).length).toBeGreaterThan(1);
  expect(scanPieces("a request", recorder.sent(), words).length).toBeGreaterThan(1);
  await close();
  const places = (await scanFolder(profile, words)).map(({ place }) => place);
  expect(places.some((place) => place.includes("IndexedDB"))).toBe(true);
  expect(places.some((place) => place.includes("Local Storage"))).toBe(true);
  for (const form of ["utf8", "utf16le"] as const)
    expect(wordsIn(Buffer.from(`so ${canaries.text} so`, form), words)).toEqual([canaries.text]);
  for (const before of ["", "a", "ab"])
    expect(
      wordsIn(Buffer.from(Buffer.from(`${before}${canaries.text}..`).toString("base64")), words),
    ).toEqual([canaries.text]);
});
