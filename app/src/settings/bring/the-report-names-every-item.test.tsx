// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import type { Importer, ImportReport, Preview, Refusal, StartOptions } from "../../exchange/index.ts";
import { paths } from "../../shell/paths.ts";
import { subject } from "../../store/testing/fake-vault.ts";
import type { Progress } from "../../vault/index.ts";
import { en } from "../en.ts";
import { openSettings } from "../testing/room.tsx";
import { ImporterContext } from "./tools.ts";

const refused: readonly Refusal[] = [
  { item: "Journal.json, record 6", code: "bad-record", detail: "text" },
  ...Array.from(
    { length: 12 },
    (_, index): Refusal => ({ item: `photos/${index}.jpeg`, code: "media-missing" }),
  ),
  { item: "2024-04-17 By the sea", code: "not-stored", detail: "storage-full" },
];
const preview: Preview = {
  format: "dayone",
  name: "Journal.zip",
  entries: 5,
  media: 3,
  bytes: 2_400_000,
  firstDay: "2024-04-17",
  lastDay: "2024-04-21",
  journals: ["By the sea"],
  tags: 2,
  samples: [
    { day: "2024-04-17", title: "By the sea", excerpt: "Low tide all day.", tags: ["winter"] },
    { day: "2024-04-18", title: "", excerpt: "Rain, and a letter.", tags: [] },
  ],
  withoutJournal: 2,
  undated: ["Loose.md"],
  refused: refused.slice(0, 13),
  sourceIds: ["1", "2", "3", "4", "5"],
  before: { here: 2, trashed: 1 },
};

const importing = (outcome: Partial<ImportReport> = {}) => {
  const progress = subject<Progress>({ done: 0, total: 5 });
  const names: string[] = [];
  const started: (StartOptions | undefined)[] = [];
  let cancelled = 0;
  let finish: (() => void) | undefined;
  const importer: Importer = {
    inspect: async (name) => {
      names.push(name);
      return name.endsWith(".pdf")
        ? { ok: false, error: { code: "unknown-format" } }
        : { ok: true, value: preview };
    },
    start: (_, options) => ({
      progress$: progress.observable,
      report: new Promise((resolve) => {
        started.push(options);
        finish = () =>
          resolve({
            run: { id: "run-1", importer: "dayone", label: "Journal.zip", at: 0 },
            added: 4,
            unchanged: 0,
            completed: 0,
            restored: 0,
            broughtMedia: 0,
            undated: [],
            refused,
            cancelled: false,
            ...outcome,
          });
      }),
      cancel: () => {
        cancelled += 1;
      },
    }),
    close: () => undefined,
  };
  return {
    importer,
    progress,
    names,
    started,
    finish: () => finish?.(),
    get cancelled() {
      return cancelled;
    },
  };
};

const open = (world: ReturnType<typeof importing>) => {
  const undone: string[] = [];
  const room = openSettings(
    paths.import,
    {
      taxonomy: {
        journals: ["Journal", "Sea"].map((name, order) => ({
          id: name,
          name,
          ink: "sea",
          order,
          archived: false,
        })),
        tags: [],
      },
    },
    () => ({
      undoImport: async (run) => {
        undone.push(run);
        return 4;
      },
    }),
    (children) => <ImporterContext value={() => world.importer}>{children}</ImporterContext>,
  );
  return { ...room, undone };
};
const choose = async (name: string) => {
  const field = await screen.findByLabelText(en.import.file, { selector: "input" });
  const file = new File(["x"], name);
  // Browsers give every file one; jsdom does not.
  Object.defineProperty(file, "webkitRelativePath", { value: "" });
  await userEvent.upload(field, file);
};

test("what was recognised is shown before anything changes, with what will not come", async () => {
  open(importing());
  await choose("Journal.zip");
  expect(await screen.findByRole("heading", { name: en.import.format.dayone })).toBeDefined();
  expect(
    screen.getByText(/From April 17, 2024 to April 21, 2024|From 17 April 2024 to 21 April 2024/),
  ).toBeDefined();
  expect(screen.getByText("13 things will not come")).toBeDefined();
  expect(
    screen.getByText(
      "2 of them are here already and stay as they are. 1 of those lies in the trash and comes back.",
    ),
  ).toBeDefined();
  expect(screen.getByText("Journal.json, record 6")).toBeDefined();
});

test("the preview shows first words and undated entries, and asks for the journal of entries that name none", async () => {
  const user = userEvent.setup();
  const world = importing({ undated: ["Loose.md"], completed: 2 });
  open(world);
  await choose("Journal.zip");
  expect(await screen.findByText("Rain, and a letter.")).toBeDefined();
  expect(screen.getByText("1 entry says no date of its own")).toBeDefined();
  expect(screen.getByText("Loose.md")).toBeDefined();
  await user.selectOptions(screen.getByLabelText(en.import.into), "Sea");
  await user.click(screen.getByRole("button", { name: "Bring in 5 entries" }));
  expect(world.started).toEqual([{ journal: "Sea" }]);
  world.finish();
  expect(await screen.findByText("Loose.md")).toBeDefined();
  expect(screen.getByText(/2 that were here already got photos or files they lacked/)).toBeDefined();
});

test("the report names every refused item with its reason", async () => {
  const user = userEvent.setup();
  const world = importing();
  open(world);
  await choose("Journal.zip");
  await user.click(await screen.findByRole("button", { name: "Bring in 5 entries" }));
  world.finish();
  expect(await screen.findByRole("heading", { name: "4 entries came in. 14 things did not." })).toBeDefined();
  for (const { item } of refused)
    expect(screen.getByText(item, { exact: false, selector: "li" })).toBeDefined();
  for (const code of ["bad-record", "media-missing", "not-stored"] as const)
    expect(screen.getByText(en.refused[code].why)).toBeDefined();
});

test("the copied list holds every item too", async () => {
  const user = userEvent.setup();
  const world = importing();
  open(world);
  await choose("Journal.zip");
  await user.click(await screen.findByRole("button", { name: "Bring in 5 entries" }));
  world.finish();
  await user.click(await screen.findByRole("button", { name: en.import.copy }));
  const copied = await navigator.clipboard.readText();
  for (const { item } of refused) expect(copied).toContain(item);
  expect(copied).toContain(en.refused["media-missing"].why);
});

test("the whole import is undone by one press, which says how many went", async () => {
  const user = userEvent.setup();
  const world = importing();
  const { undone } = open(world);
  await choose("Journal.zip");
  await user.click(await screen.findByRole("button", { name: "Bring in 5 entries" }));
  world.finish();
  await user.click(await screen.findByRole("button", { name: en.import.undoAll }));
  expect(undone).toEqual(["run-1"]);
  expect(await screen.findByText("4 entries went to the trash.")).toBeDefined();
});

test("progress has both numbers, and stopping asks the importer to stop", async () => {
  const user = userEvent.setup();
  const world = importing({ cancelled: true });
  open(world);
  await choose("Journal.zip");
  await user.click(await screen.findByRole("button", { name: "Bring in 5 entries" }));
  world.progress.next({ done: 2, total: 5 });
  expect(await screen.findByText("2 of 5 entries.")).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Stop" }));
  expect(world.cancelled).toBe(1);
  world.finish();
  expect(await screen.findByText(en.import.cancelled)).toBeDefined();
});

test("leaving while it runs asks first", async () => {
  const user = userEvent.setup();
  const world = importing();
  const { router } = open(world);
  await choose("Journal.zip");
  await user.click(await screen.findByRole("button", { name: "Bring in 5 entries" }));
  void router.navigate(paths.settings);
  expect(await screen.findByRole("dialog", { name: en.import.leaveTitle })).toBeDefined();
  await user.click(screen.getByRole("button", { name: en.import.stay }));
  expect(router.state.location.pathname).toBe(paths.import);
  expect(world.cancelled).toBe(0);
});

test("a file in no format we know says so, and that nothing was changed", async () => {
  open(importing());
  await choose("taxes.pdf");
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain(en.import.error["unknown-format"].what);
  expect(alert.textContent).toContain(en.import.error["unknown-format"].safe);
});
