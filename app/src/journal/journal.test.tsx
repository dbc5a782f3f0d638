// @vitest-environment jsdom
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { en } from "./en.ts";
import { renderJournal } from "./testing/render-journal.tsx";
import type { SampleEntry } from "./testing/sample-journal.ts";

afterEach(cleanup);

const entries: readonly SampleEntry[] = [
  {
    day: "2026-11-24",
    time: "07:42",
    title: "The harbour",
    text: "Still dark.",
    tags: ["swimming"],
    moods: [4],
  },
  { day: "2026-11-20", time: "19:20", text: "Jonas rang at seven.", favourite: true },
  { day: "2025-11-24", time: "10:20", title: "Frost", text: "On the inside of the window." },
  { day: "2026-11-04", time: "19:00", title: "Thrown away", text: "Gone.", trashed: true },
];
const field = () => screen.findByRole("textbox", { name: en.entry.title });

test("a blank page that is left blank makes no entry", async () => {
  const { router, docs } = renderJournal("/write", { entries });
  const before = docs.size;
  await field();
  await router.navigate("/");
  await screen.findByText(en.nothingOpen.title);
  expect(docs.size).toBe(before);
});

test("the first letter makes the entry, the address takes its id, and no letter is lost", async () => {
  const { router, docs, user } = renderJournal("/write", { entries });
  const before = docs.size;
  await user.type(await field(), "Morning swim");
  await waitFor(() => expect(router.state.location.pathname).toMatch(/^\/entry\//u));
  expect(docs.size).toBe(before + 1);
  const made = [...docs.values()].at(-1);
  expect(made?.getText("title").toString()).toBe("Morning swim");
  expect((await field()) as HTMLTextAreaElement).toHaveProperty("value", "Morning swim");
});

test("a page for another day keeps that day", async () => {
  const { docs, user } = renderJournal("/write?day=2026-11-21", { entries });
  await user.type(await field(), "x");
  await waitFor(() =>
    expect([...docs.values()].at(-1)?.getMap("meta").get("when")).toMatchObject({
      day: "2026-11-21",
      zone: "Europe/Oslo",
    }),
  );
});

test("what another device types into the title moves the caret and keeps it in its word", async () => {
  const { rows, docs, router } = renderJournal("/", { entries });
  const docId = rows[0]?.docId ?? "";
  await router.navigate(`/entry/${docId}`);
  const title = (await field()) as HTMLTextAreaElement;
  title.focus();
  title.setSelectionRange(4, 4);
  docs.get(docId)?.getText("title").insert(0, "At ");
  expect(title.value).toBe("At The harbour");
  expect(title.selectionStart).toBe(7);
});

test("the list leaves out the trash, and the filter says what it looks in", async () => {
  const { user } = renderJournal("/", { entries });
  expect(await screen.findByRole("link", { name: /The harbour/u })).toBeTruthy();
  expect(screen.queryByText("Thrown away")).toBeNull();
  await user.click(screen.getByRole("button", { name: en.filter.open }));
  await user.type(screen.getByRole("textbox", { name: en.filter.text }), "JONAS");
  await waitFor(() => expect(screen.queryByRole("link", { name: /The harbour/u })).toBeNull());
  expect(screen.getByRole("link", { name: /Jonas rang/u })).toBeTruthy();
});

test("the list is one stop of the Tab key; arrows, J and K walk it and Enter opens", async () => {
  const { router, user } = renderJournal("/", { entries });
  const links = within(await screen.findByRole("region", { name: en.list.label })).getAllByRole("link");
  expect(links.map(({ tabIndex }) => tabIndex)).toEqual([0, -1, -1]);
  links[0]?.focus();
  await user.keyboard("j");
  await waitFor(() => expect(document.activeElement).toBe(links[1]));
  expect(links.map(({ tabIndex }) => tabIndex)).toEqual([-1, 0, -1]);
  // The year's heading between them is no row.
  await user.keyboard("{ArrowDown}");
  await waitFor(() => expect(document.activeElement).toBe(links[2]));
  await user.keyboard("{ArrowDown}");
  expect(document.activeElement).toBe(links[2]);
  await user.keyboard("{Home}");
  await waitFor(() => expect(document.activeElement).toBe(links[0]));
  await user.keyboard("{End}k");
  await waitFor(() => expect(document.activeElement).toBe(links[1]));
  await user.keyboard("{Enter}");
  expect(router.state.location.pathname).toMatch(/^\/entry\//u);
  expect(await screen.findByText("Jonas rang at seven.", { selector: "p" })).toBeTruthy();
});

test("a row with more tags than it shows says how many more", async () => {
  const tagged = [{ day: "2026-11-20", time: "19:20", text: "x", tags: ["a1", "b2", "c3", "d4"] }];
  renderJournal("/", { entries: tagged });
  expect(await screen.findByText(/a1 · b2 · \+2$/u)).toBeTruthy();
});

test("an entry moved to the trash can be taken back at once", async () => {
  const { router, rows, docs, user } = renderJournal("/", { entries });
  const docId = rows[0]?.docId ?? "";
  await router.navigate(`/entry/${docId}`);
  await user.click(await screen.findByRole("button", { name: en.menu.label }));
  await user.click(await screen.findByRole("menuitem", { name: en.menu.trash }));
  await waitFor(() => expect(docs.get(docId)?.getMap("meta").get("trashedAt")).toBeTypeOf("number"));
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(docs.get(docId)?.getMap("meta").has("trashedAt")).toBe(false));
});

test("one press gives a mood, a second of the same takes it back", async () => {
  const { router, rows, docs, user } = renderJournal("/", { entries });
  const docId = rows[1]?.docId ?? "";
  await router.navigate(`/entry/${docId}`);
  const [open] = await screen.findAllByRole("button", { name: new RegExp(en.entry.changeMood, "u") });
  await user.click(open!);
  const moods = within(await screen.findByRole("group", { name: en.mood.group }));
  await user.click(moods.getByRole("button", { name: /Full/u }));
  await waitFor(() => expect(docs.get(docId)?.getMap("moods").size).toBe(1));
  await user.click(moods.getByRole("button", { name: /Full/u }));
  await waitFor(() => expect(docs.get(docId)?.getMap("moods").size).toBe(0));
});

test("the calendar is walked by keys, and On this day follows", async () => {
  const { router, user } = renderJournal("/look-back?day=2026-11-24", { entries });
  const today = await screen.findByRole("gridcell", { name: /24 November 2026|November 24, 2026/u });
  expect(screen.getByText("Frost")).toBeTruthy();
  today.focus();
  await user.keyboard("{ArrowUp}");
  expect(router.state.location.search).toContain("day=2026-11-17");
  expect(document.activeElement?.getAttribute("data-day")).toBe("2026-11-17");
  await user.keyboard("{Enter}");
  expect(`${router.state.location.pathname}${router.state.location.search}`).toBe("/write?day=2026-11-17");
});

test("chosen entries leave the trash together", async () => {
  const { docs, rows, user } = renderJournal("/trash", { entries });
  await user.click(await screen.findByRole("button", { name: en.trash.chooseAll }));
  await user.click(await screen.findByRole("button", { name: "Put back 1 entry" }));
  await waitFor(() =>
    expect(
      docs
        .get(rows[3]?.docId ?? "")
        ?.getMap("meta")
        .has("trashedAt"),
    ).toBe(false),
  );
});

test("a tag takes a new name, and a name that is taken is refused", async () => {
  const tagged: SampleEntry[] = [{ day: "2026-11-02", time: "09:00", text: "x", tags: ["swim", "winter"] }];
  const { user } = renderJournal("/tags", { entries: tagged });
  await user.click(await screen.findByRole("button", { name: "More for swim" }));
  await user.click(await screen.findByRole("menuitem", { name: en.tags.renameMenu }));
  const name = await screen.findByRole("textbox", { name: en.tags.name });
  await user.clear(name);
  await user.type(name, "Winter");
  expect(screen.getByRole("button", { name: en.tags.renameAction })).toHaveProperty("disabled", true);
  await user.clear(name);
  await user.type(name, "swimming");
  await user.click(screen.getByRole("button", { name: en.tags.renameAction }));
  expect(await screen.findByRole("link", { name: /swimming, 1 entry/u })).toBeTruthy();
});

test("a new journal appears with the ink that was chosen", async () => {
  const { user, taxonomy } = renderJournal("/settings/journals", { entries });
  await user.click(await screen.findByRole("button", { name: en.journals.new }));
  await user.type(screen.getByRole("textbox", { name: en.journals.name }), "Garden");
  await user.click(screen.getByRole("radio", { name: en.ink.sea }));
  await user.click(screen.getByRole("button", { name: en.journals.add }));
  await waitFor(() =>
    expect(taxonomy.value.journals.map(({ name, ink }) => `${name} ${ink}`)).toContain("Garden sea"),
  );
});
