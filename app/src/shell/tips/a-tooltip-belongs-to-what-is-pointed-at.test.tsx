// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitForElementToBeRemoved } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { patience } from "../testing/patience.ts";
import { TipHost } from "./TipHost.tsx";
import { tip, tipOf } from "./tip.ts";

beforeEach(() => {
  render(
    <>
      <button type="button" {...tip("Lock now", "Ctrl L")}>
        lock
      </button>
      <button type="button" disabled {...tip("Cannot be pressed")}>
        disabled
      </button>
      <TipHost />
    </>,
  );
});
afterEach(cleanup);

const over = (name: string, pointerType: string) => {
  const event = new MouseEvent("pointerover", { bubbles: true });
  Object.defineProperty(event, "pointerType", { value: pointerType });
  fireEvent(screen.getByText(name), event);
};

test("a mouse that rests brings it with its keys, a finger does not, and a press takes it away", async () => {
  over("lock", "touch");
  over("disabled", "mouse");
  expect(tipOf(screen.getByText("disabled"))).toBeUndefined();
  over("lock", "mouse");
  const shown = await screen.findByRole("tooltip", {}, { timeout: patience });
  expect(shown.textContent).toBe("Lock now Ctrl L");
  fireEvent(screen.getByText("lock"), new MouseEvent("pointerdown", { bubbles: true }));
  if (screen.queryByRole("tooltip") !== null) await waitForElementToBeRemoved(shown, { timeout: patience });
});
