/**
 * `wire.in-sync`: what it costs to learn that nothing is new. After the handshake of a device that has everything: SUB at
 * the head, and the empty PAGE that answers it, both ways.
 */
import type { Figure } from "../figure.ts";
import { createAlone } from "../node/alone.ts";
import { answered, sum } from "../node/virtual-relay.ts";

export const wireInSync: Figure = {
  name: "wire.in-sync",
  what: "bytes both ways of SUB at the head and its empty PAGE, after the handshake",
  run: async () => {
    const { engine, clock, passed, cut } = await createAlone(22);
    await clock.advance(60_000);
    passed.length = 0;
    cut("device");
    await clock.advance(10_000);
    const asked = passed.filter(({ type }) => type === "sub");
    const pages = passed.filter(({ type }) => type === "page");
    if (asked.length !== 1 || pages.length !== 1)
      throw new Error(`one SUB and one PAGE, not ${asked.length} and ${pages.length}`);
    const handshake = passed.filter(({ type }) => ["hello", "challenge", "auth", "ready"].includes(type));
    await answered(clock, engine.dispose());
    return [
      {
        name: "wire.in-sync",
        value: sum([...asked, ...pages]),
        unit: "B",
        better: "lower",
        budget: 200,
        n: 1,
        note: `the handshake before it: ${sum(handshake)} B`,
      },
    ];
  },
};
