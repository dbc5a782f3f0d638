/** One device with a journal, sync turned on, nobody else there: what the figures of the wire begin with. */
import * as Y from "yjs";
import { bodyOf } from "../../../app/src/documents/entry.ts";
import type { Engine } from "../../../app/src/vault/engine-api.ts";
import { must, now } from "../../../app/src/vault/testing/browser.ts";
import { answered, createVirtualWorld } from "./virtual-relay.ts";

export const when = { day: "2026-11-24", zone: "Europe/Oslo", instant: Date.UTC(2026, 10, 24, 8) };

export const createAlone = async (seed: number) => {
  const world = await createVirtualWorld(seed);
  const { clock } = world;
  const browser = await world.browser("device", seed + 1);
  const engine: Engine = await browser.tab();
  const options = {
    passphrase: "correct horse battery staple",
    deviceName: "Device",
    journalName: "Journal",
  };
  must(await answered(clock, engine.create(options)));
  must(await answered(clock, engine.turnOnSync()));
  await clock.advance(2000);
  const { link } = now(engine.sync$);
  if (link !== "online") throw new Error(`sync is ${link}`);
  return { ...world, engine };
};

/** A document as a page holds it: its own Y.Doc, each transaction handed to the engine. One paragraph to type into. */
export const openParagraph = async (engine: Engine, docId: string) => {
  const doc = new Y.Doc();
  const opened = must(
    await engine.open(docId, {
      onUpdate: (update) => Y.applyUpdateV2(doc, update, engine),
      onAwareness: () => undefined,
      onSaved: () => undefined,
    }),
  );
  Y.applyUpdateV2(doc, opened.state, engine);
  doc.on("updateV2", (update: Uint8Array, from: unknown) => {
    if (from !== engine) opened.handle.update(update);
  });
  const text = new Y.XmlText();
  const paragraph = new Y.XmlElement("paragraph");
  paragraph.insert(0, [text]);
  bodyOf(doc).insert(0, [paragraph]);
  return { doc, text, handle: opened.handle };
};
