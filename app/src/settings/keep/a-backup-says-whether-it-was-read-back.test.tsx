// @vitest-environment jsdom
import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { errorTexts } from "../../shell/errors/index.ts";
import { paths } from "../../shell/paths.ts";
import type { BackupReport, Vault, WayIn } from "../../vault/index.ts";
import { en } from "../en.ts";
import type { FileTarget, OpenTarget } from "../room/files.ts";
import { openSettings } from "../testing/room.tsx";
import { OpenTargetContext } from "./useSaveBackup.ts";

const report: BackupReport = { bytes: 1_200_000, entries: 1204, attachments: 311, at: 0 };
const target =
  (kind: FileTarget["kind"]): OpenTarget =>
  async () => ({
    kind,
    sink: new WritableStream(),
    finish: async () => (kind === "file" ? new File(["sealed"], "journal.whisperwell") : undefined),
  });
const open = (openTarget: OpenTarget, change: Partial<Vault>, options = {}) =>
  openSettings(
    paths.backup,
    options,
    () => ({ saveBackup: async () => ({ ok: true, value: report }), ...change }),
    (room) => <OpenTargetContext value={openTarget}>{room}</OpenTargetContext>,
  );
const save = async () => userEvent.click(await screen.findByRole("button", { name: en.backup.save }));

test("a file that was read back says so, with how much it holds", async () => {
  open(target("file"), { verifyBackup: async () => ({ ok: true, value: report }) });
  await save();
  expect(await screen.findByText(en.backup.savedAndRead)).toBeDefined();
  expect(screen.getByText(/1,204 entries and 311 photos and files/)).toBeDefined();
});

test("a download, which no page can look at, says that it was not read back", async () => {
  open(target("download"), { verifyBackup: async () => ({ ok: true, value: report }) });
  await save();
  expect(await screen.findByText(en.backup.savedNotRead)).toBeDefined();
  expect(screen.queryByText(en.backup.savedAndRead)).toBeNull();
});

test("a download that was chosen and read back by hand is no longer called unread", async () => {
  const last = { at: report.at, bytes: report.bytes, readBack: false };
  const { fake } = open(
    target("download"),
    {},
    { storage: { persisted: "yes", onRelay: false, otherDevices: 0, lastBackup: last } },
  );
  await save();
  await screen.findByText(en.backup.savedNotRead);
  act(() => fake.storage.next({ ...fake.storage.value, lastBackup: { ...last, readBack: true } }));
  expect(await screen.findByRole("heading", { name: /was read back/ })).toBeDefined();
  expect(screen.queryByText(en.backup.savedNotRead)).toBeNull();
  expect(screen.getByText(en.backup.savedAndRead)).toBeDefined();
});

test("a file that holds less than was written is named in danger, not called saved", async () => {
  open(target("file"), { verifyBackup: async () => ({ ok: true, value: { ...report, entries: 1203 } }) });
  await save();
  expect((await screen.findByRole("alert")).textContent).toContain(en.backup.unreadable);
  expect(screen.queryByText(en.backup.savedAndRead)).toBeNull();
});

test("an older file that was never read back heads the page as not proven", async () => {
  open(
    target("file"),
    {},
    {
      storage: {
        persisted: "yes",
        onRelay: false,
        otherDevices: 0,
        lastBackup: { at: 0, bytes: 5, readBack: false },
      },
    },
  );
  expect(await screen.findByRole("heading", { name: /was not read back/ })).toBeDefined();
});

test("a file that cannot be written says what is safe", async () => {
  open(target("file"), { saveBackup: async () => ({ ok: false, error: { code: "write-failed" } }) });
  await save();
  expect((await screen.findByRole("alert")).textContent).toContain(errorTexts["write-failed"].safe);
});

test("closing the file picker changes nothing and says nothing", async () => {
  open(async () => "stopped", {});
  await save();
  expect(screen.queryByRole("alert")).toBeNull();
  expect(screen.queryByText(en.backup.savedAndRead)).toBeNull();
});

test("a damaged file read back by hand is named", async () => {
  open(target("file"), { verifyBackup: async () => ({ ok: false, error: { code: "backup-damaged" } }) });
  await userEvent.upload(
    await screen.findByLabelText(en.readBack.choose, { selector: "input" }),
    new File(["x"], "journal.whisperwell"),
  );
  expect((await screen.findByRole("alert")).textContent).toContain(errorTexts["backup-damaged"].what);
});

test("a wrong passphrase asks again; the right one merges and says how much was in the file", async () => {
  const user = userEvent.setup();
  const ways: WayIn[] = [];
  open(target("file"), {
    restoreBackup: async (_, way) => {
      ways.push(way);
      return ways.length === 1
        ? { ok: false, error: { code: "wrong-passphrase" } }
        : { ok: true, value: report };
    },
  });
  await user.upload(
    await screen.findByLabelText(en.restore.choose, { selector: "input" }),
    new File(["x"], "journal.whisperwell"),
  );
  await user.type(await screen.findByLabelText(en.restore.passphrase), "seven");
  await user.click(screen.getByRole("button", { name: en.restore.open }));
  expect((await screen.findByRole("alert")).textContent).toContain(errorTexts["wrong-passphrase"].what);
  await user.type(screen.getByLabelText(en.restore.passphrase), "seven boats");
  await user.click(screen.getByRole("button", { name: en.restore.open }));
  expect(await screen.findByText(en.restore.done)).toBeDefined();
});
