/** A relay that refuses: the next APPENDs of a device are lost on the way, and NACKs come back as the table says. */
import { decodeFrame, encodeFrame, type Payloads } from "@whisperwell/sync-server/wire";
import type { World } from "./world.ts";

export type Refusing = Omit<Partial<Payloads["nack"]>, "req" | "code"> & {
  /** How many APPENDs are refused; those of the same delivery behind it are halted. */
  readonly times?: number;
};

export const refuse = (
  world: World,
  name: string,
  code: string,
  { times = 1, retryAfter, expect, proof }: Refusing = {},
): void => {
  let left = times;
  let halting = false;
  world.network.setTamper((frame, direction, from) => {
    if (direction !== "to-relay" || from !== name) return frame;
    const decoded = decodeFrame(frame);
    if (!decoded.ok || decoded.value.type !== "append" || (left === 0 && !halting)) return frame;
    const { req } = decoded.value;
    const nack = halting
      ? { code: "halted", retryAfter: undefined, expect: undefined, proof: undefined }
      : { code, retryAfter, expect, proof };
    if (!halting) {
      left -= 1;
      halting = true;
      // What was sent with it arrives before anything else runs.
      world.clock.after(0, () => {
        halting = false;
      });
    }
    world.network.inject(name, encodeFrame({ type: "nack", req, ...nack }));
    return undefined;
  });
};
