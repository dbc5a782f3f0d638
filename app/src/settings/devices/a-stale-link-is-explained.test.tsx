// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { errorTexts } from "../../shell/errors/index.ts";
import { keepJoinLink } from "../../shell/join-link.ts";
import { paths } from "../../shell/paths.ts";
import { subject } from "../../store/testing/fake-vault.ts";
import type { HolderStep, Vault } from "../../vault/index.ts";
import { en } from "../en.ts";
import { online, openSettings } from "../testing/room.tsx";

const link = `https://journal.example/join#${"a".repeat(60)}`;
const open = (step: HolderStep) => {
  const links: (string | undefined)[] = [];
  const addDevice: Vault["addDevice"] = (options) => {
    links.push(options.link);
    return {
      step$: subject(step).observable,
      typeDigits: () => undefined,
      approve: () => undefined,
      cancel: () => undefined,
    };
  };
  openSettings(paths.addDevice, { sync: online }, () => ({ addDevice }));
  return links;
};

test("a link opened where the journal is says why, and begins nothing by itself", async () => {
  keepJoinLink(link);
  const links = open({ step: "failed", error: { code: "code-expired" } });
  expect(await screen.findByText(en.add.given)).toBeDefined();
  expect(links).toEqual([]);
  await userEvent.click(screen.getByRole("button", { name: en.add.givenUse }));
  expect((await screen.findByRole("alert")).textContent).toContain(errorTexts["code-expired"].what);
  expect(links).toEqual([link]);
});

test("without a link the page shows a code at once", async () => {
  const links = open({ step: "connecting" });
  expect(await screen.findByText(en.add.asking)).toBeDefined();
  expect(screen.queryByText(en.add.given)).toBeNull();
  expect(links).toEqual([undefined]);
});
