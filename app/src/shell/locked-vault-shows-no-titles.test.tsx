// @vitest-environment jsdom
import { act, cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, expect, test } from "vitest";
import { useVisibleRows } from "../store/index.ts";
import { createFakeVault, locked } from "../store/testing/fake-vault.ts";
import { row } from "../store/testing/rows.ts";
import { en } from "./en.ts";
import { Boundary } from "./index.ts";
import { namelessControls } from "./testing/names.ts";
import { renderApp, renderInside, stubMedia } from "./testing/render.tsx";

beforeAll(stubMedia);
afterEach(cleanup);

const Titles = () => useVisibleRows()?.map(({ docId, title }) => <p key={docId}>{title}</p>);
const Fragile = ({ broken }: { readonly broken: boolean }) => {
  if (broken) throw new Error("a bug in a room");
  return <textarea aria-label="text" defaultValue="a sentence nobody wants to lose" />;
};
const rooms = [{ path: "/", element: <Titles /> }];
const open = () =>
  createFakeVault({
    rows: [row({ docId: "a", title: "canary in a title" })],
    taxonomy: {
      journals: [
        { id: "1", name: "canary journal", ink: "iron", order: 0, archived: false },
        { id: "2", name: "Work", ink: "moss", order: 1, archived: false },
      ],
      tags: [],
    },
  });

test("locking takes every title, name and count from the page, and the tab's title says nothing", async () => {
  const fake = open();
  renderApp(fake, rooms);
  await screen.findByText("canary in a title");
  expect(document.body.textContent).toContain("canary journal");
  expect(document.title).not.toContain("canary");

  act(() => fake.state.next(locked));
  expect(screen.getByRole("heading").textContent).toBe(en.lock.title);
  expect(document.body.innerHTML).not.toContain("canary");
  expect(document.title).toBe(en.name);
});

test("a wrong passphrase says what is safe to try, the right one opens the page again", async () => {
  const fake = open();
  act(() => fake.state.next(locked));
  const user = userEvent.setup();
  renderApp(fake, rooms);
  await user.type(await screen.findByLabelText(en.passphrase.label), "not this one");
  await user.click(screen.getByRole("button", { name: en.lock.open }));
  expect((await screen.findByRole("alert")).textContent).toContain("not the passphrase");

  await user.clear(screen.getByLabelText(en.passphrase.label));
  await user.type(screen.getByLabelText(en.passphrase.label), "seven boats and a kettle");
  await user.click(screen.getByRole("button", { name: en.lock.open }));
  await screen.findByText("canary in a title");
});

test("every control of the frame, the palette and the closed page has a name", async () => {
  const fake = open();
  const user = userEvent.setup();
  renderApp(fake, rooms);
  await screen.findByText("canary in a title");
  expect(document.querySelectorAll("a[href], button").length).toBeGreaterThan(10);
  expect(namelessControls(document)).toEqual([]);

  await user.keyboard("{Control>}k{/Control}");
  await user.type(await screen.findByRole("combobox"), "canary");
  await waitFor(() => expect(screen.getAllByRole("option").length).toBeGreaterThan(1));
  expect(namelessControls(document)).toEqual([]);
  await user.keyboard("{Escape}");

  act(() => fake.state.next(locked));
  expect(namelessControls(document)).toEqual([]);
  await user.click(screen.getByRole("button", { name: en.lock.forgot }));
  expect(screen.getAllByRole("textbox")).toHaveLength(24);
  expect(namelessControls(document)).toEqual([]);
});

test("a page that breaks keeps what was written in it", async () => {
  const fake = open();
  const { rerender } = renderInside(
    fake,
    <Boundary>
      <Fragile broken={false} />
    </Boundary>,
  );
  rerender(
    <Boundary>
      <Fragile broken />
    </Boundary>,
  );
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe(en.crash.title);
  expect(document.body.textContent).toContain("a sentence nobody wants to lose");
});
