import { expect, test } from "vitest";
import { selectMonths, selectOnThisDay, selectRowsWithTag, selectVisibleRows } from "./selectors.ts";
import { createStore } from "./store.ts";
import { createFakeVault, locked } from "./testing/fake-vault.ts";
import { manyRows, row } from "./testing/rows.ts";
import { timelineFiltered } from "./ui.ts";
import { vaultApi } from "./vault-api.ts";

/** Waits until the cache has taken up what the vault already said. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

const openStore = async (rows = manyRows(3)) => {
  const fake = createFakeVault({ rows });
  const store = createStore(fake.vault);
  const asked = store.dispatch(vaultApi.endpoints.rows.initiate());
  await settled();
  return { fake, store, asked };
};

test("locking leaves no row, no filter text and no listener behind", async () => {
  const { fake, store } = await openStore([row({ docId: "a", title: "canary in a title" })]);
  store.dispatch(timelineFiltered({ text: "canary in a filter" }));
  expect(JSON.stringify(store.getState())).toContain("canary in a title");
  expect(fake.rowListeners).toBe(1);

  fake.state.next(locked);
  await settled();
  expect(JSON.stringify(store.getState())).not.toContain("canary");
  expect(fake.rowListeners).toBe(0);
});

test("a changed row replaces the old one and a removed row goes, in the order of days", async () => {
  const { fake, store } = await openStore();
  fake.change(
    [row({ docId: "new", title: "Newest", when: { day: "2026-11-24", zone: "UTC", instant: 0 } })],
    ["0".repeat(32)],
  );
  await settled();
  expect(selectVisibleRows(store.getState()).map(({ title }) => title)).toEqual([
    "Newest",
    "Entry 1",
    "Entry 2",
  ]);
});

test("what is in the trash is in no list", async () => {
  const { fake, store } = await openStore();
  fake.change([{ ...manyRows(1)[0]!, trashedAt: 5 }]);
  await settled();
  expect(selectVisibleRows(store.getState())).toHaveLength(2);
});

test("a row that has lost something, like its place in the trash, is shown without it", async () => {
  const { fake, store } = await openStore();
  const [first] = manyRows(1);
  fake.change([{ ...first!, trashedAt: 5, place: { id: "p", name: "Lillehammer" } }]);
  await settled();
  fake.change([first!]);
  await settled();
  expect(selectVisibleRows(store.getState())).toHaveLength(3);
  expect(JSON.stringify(store.getState())).not.toContain("Lillehammer");
});

test("on this day holds the same day of other years only", async () => {
  const { store } = await openStore(manyRows(800));
  expect(selectOnThisDay(store.getState(), "2026-11-22").map(({ when }) => when.day)).toEqual([
    "2025-11-22",
    "2024-11-22",
  ]);
});

test("a tag's list includes the tags that were merged into it", async () => {
  const { fake, store } = await openStore([
    row({ docId: "a", tags: [{ id: "tag-swim", name: "swim" }] }),
    row({ docId: "b", tags: [{ id: "tag-swimming", name: "swimming" }] }),
  ]);
  fake.taxonomy.next({
    journals: [],
    tags: [{ id: "tag-swimming", name: "swimming", aliases: ["tag-swim"] }],
  });
  store.dispatch(vaultApi.endpoints.taxonomy.initiate());
  await settled();
  expect(selectRowsWithTag(store.getState(), "tag-swimming")).toHaveLength(2);
});

test("one changed row among 10,000 reaches its month, and every other row stays the same object", async () => {
  const { fake, store } = await openStore(manyRows(10_000));
  const rowsOf = () => selectMonths(store.getState()).flatMap(({ rows }) => rows);
  const before = new Set(rowsOf());
  fake.change([row({ docId: "0".repeat(32), title: "Changed" })]);
  const replaced = rowsOf().filter((shown) => !before.has(shown));
  expect(replaced.map(({ title }) => title)).toEqual(["Changed"]);
});
