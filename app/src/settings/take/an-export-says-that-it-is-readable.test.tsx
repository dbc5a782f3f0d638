// @vitest-environment jsdom
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { paths } from "../../shell/paths.ts";
import { manyRows, row } from "../../store/testing/rows.ts";
import { en } from "../en.ts";
import { OpenTargetContext } from "../keep/useSaveBackup.ts";
import type { OpenTarget } from "../room/files.ts";
import { openSettings } from "../testing/room.tsx";

const writing = () => {
  const chunks: Uint8Array[] = [];
  let finished = 0;
  const openTarget: OpenTarget = async () => ({
    kind: "download",
    sink: new WritableStream<Uint8Array>({ write: (bytes) => void chunks.push(bytes) }),
    finish: async () => {
      finished += 1;
      return undefined;
    },
  });
  return {
    openTarget,
    chunks,
    get finished() {
      return finished;
    },
  };
};

test("the page says before and after that anyone can read the file, and counts what is in it", async () => {
  const user = userEvent.setup();
  const world = writing();
  openSettings(paths.export, { rows: manyRows(3) }, undefined, (room) => (
    <OpenTargetContext value={world.openTarget}>{room}</OpenTargetContext>
  ));
  expect(await screen.findByText(en.export.readable)).toBeDefined();
  await user.click(await screen.findByRole("button", { name: en.export.save }));
  expect(await screen.findByText("3 entries and no photos or files are in the file.")).toBeDefined();
  expect(screen.getByText(en.export.doneReadable)).toBeDefined();
  expect(world.finished).toBe(1);
  // The signature of a zip.
  expect([...(world.chunks[0] ?? [])].slice(0, 2)).toEqual([0x50, 0x4b]);
});

test("an entry that cannot be read is named, and the others are taken", async () => {
  const user = userEvent.setup();
  const world = writing();
  openSettings(
    paths.export,
    { rows: [row({ docId: "a", title: "Whole" }), row({ docId: "b", title: "Torn" })] },
    (vault) => ({
      readEntry: async (docId) =>
        docId === "b" ? { ok: false, error: { code: "unreadable" } } : vault.readEntry(docId),
    }),
    (room) => <OpenTargetContext value={world.openTarget}>{room}</OpenTargetContext>,
  );
  await user.click(await screen.findByRole("button", { name: en.export.save }));
  expect(await screen.findByText(/1 entry and no photos/)).toBeDefined();
  expect(screen.getByText(/“Torn”/).textContent).toContain(en.export.why.unreadable);
});

test("one journal takes only its entries, and nothing before one is chosen", async () => {
  const user = userEvent.setup();
  openSettings(paths.export, {
    rows: [row({ docId: "a" }), row({ docId: "b", journal: "w" })],
    taxonomy: {
      journals: [
        { id: "journal-first", name: "Daily", ink: "iron", order: 0, archived: false },
        { id: "w", name: "Work", ink: "moss", order: 1, archived: false },
      ],
      tags: [],
    },
  });
  await user.click(await screen.findByRole("radio", { name: en.export.scope.journal }));
  expect(screen.getByRole<HTMLButtonElement>("button", { name: en.export.save }).disabled).toBe(true);
  await user.selectOptions(screen.getByRole("combobox", { name: en.export.scope.journal }), "Work");
  await waitFor(() => expect(screen.getByText("1 entry.")).toBeDefined());
});
