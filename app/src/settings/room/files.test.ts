// @vitest-environment jsdom
import { afterEach, expect, test, vi } from "vitest";
import { datedName, openTarget } from "./files.ts";

afterEach(() => vi.unstubAllGlobals());

test("a file's name holds the screen's own day", () => {
  const now = new Date(2026, 10, 4, 23, 59).getTime();
  expect(datedName("journal", "whisperwell", now)).toBe("journal-2026-11-04.whisperwell");
});

test("closing the file picker is the person's own doing and no failure", async () => {
  vi.stubGlobal("showSaveFilePicker", () => Promise.reject(new DOMException("closed", "AbortError")));
  expect(await openTarget("a.zip", "application/zip")).toBe("stopped");
});

test("a browser that allows no picker here downloads instead", async () => {
  vi.stubGlobal("showSaveFilePicker", () => Promise.reject(new DOMException("no", "SecurityError")));
  const target = await openTarget("a.zip", "application/zip");
  expect(target === "stopped" ? target : target.kind).toBe("download");
});

test("a chosen place is read back as it lies on disk", async () => {
  const onDisk = new File(["sealed"], "a.zip");
  vi.stubGlobal("showSaveFilePicker", async () => ({
    createWritable: async () => new WritableStream(),
    getFile: async () => onDisk,
  }));
  const target = await openTarget("a.zip", "application/zip");
  expect(target === "stopped" ? undefined : await target.finish()).toBe(onDisk);
});
