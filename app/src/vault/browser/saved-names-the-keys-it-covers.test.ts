import { ok } from "@whisperwell/crypto";
import { expect, test } from "vitest";
import type { VaultState } from "../api.ts";
import type { DocumentListener, Engine } from "../engine-api.ts";
import { createSubject } from "../observable.ts";
import type { DocumentMessage } from "./messages.ts";
import { createWorkerVault } from "./serve.ts";

const openOne = async () => {
  let listener: DocumentListener | undefined;
  const engine = {
    open: async (_docId: string, given: DocumentListener) => {
      listener = given;
      const handle = { update: () => undefined, awareness: () => undefined, close: async () => undefined };
      return ok({ state: new Uint8Array(), writable: true, handle });
    },
  } as unknown as Engine;
  const boot$ = createSubject<VaultState>({ phase: "starting" });
  const vault = createWorkerVault(async () => engine, boot$);
  await vault.start(false);
  const heard: number[] = [];
  const opened = await vault.open("d", (message: DocumentMessage) => {
    if (message.type === "saved") heard.push(message.heard);
  });
  if (!opened.ok || listener === undefined) throw new Error("not open");
  return { vault, document: opened.value.document, says: listener.onSaved, heard };
};

test("“saved” names how many of this page's keys the worker had, so that a page knows which it is about", async () => {
  const { vault, document, says, heard } = await openOne();
  says({ code: "saved-here" });
  vault.update(document, new Uint8Array());
  says({ code: "saved-here" });
  vault.update(document, new Uint8Array());
  vault.update(document, new Uint8Array());
  says({ code: "on-relay" });
  expect(heard).toEqual([0, 1, 3]);
});
