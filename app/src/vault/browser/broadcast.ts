/** The port of tab-signal.ts over BroadcastChannel. Every message in it is opaque or sealed. */
import { createEvents } from "../observable.ts";
import type { TabMessage, TabSignal } from "../tab-signal.ts";

export const createBroadcast = (name: string): TabSignal => {
  const channel = new BroadcastChannel(name);
  const events = createEvents<TabMessage>();
  channel.onmessage = ({ data }: MessageEvent<TabMessage>) => events.emit(data);
  return {
    post: (message) => channel.postMessage(message),
    on: events.on,
    close: () => channel.close(),
  };
};
