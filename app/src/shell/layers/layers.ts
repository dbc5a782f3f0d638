/** What lies over a page, as places in the browser's history: its *Back*, or a phone's gesture, closes the top one. */

/** Closes what lies there; whoever opened it takes it away. */
export type CloseLayer = () => void;

export interface Layers {
  /** Puts one on top. The answer takes it out again, from wherever it lies by then. */
  readonly open: (close: CloseLayer) => () => void;
  /** Lets the router hear nothing of steps between a page and what lies over it, and takes those out before it moves on. */
  readonly guard: (router: GuardedRouter) => Promise<void>;
}
/** What is asked of a router: where it stands, and the one way it moves by. */
export interface GuardedRouter {
  readonly state: { readonly location: { readonly key: string } };
  navigate: (to: never, options?: never) => Promise<void>;
}

const partOf = (state: unknown, name: string): unknown =>
  typeof state === "object" && state !== null ? Reflect.get(state, name) : undefined;
/** How many layers lie between the page and this place in the history, itself included. */
const depthOf = (state: unknown): number => {
  const depth = partOf(state, "layer");
  return typeof depth === "number" ? depth : 0;
};
/** The router's name for the page: its first one has none in the history. */
const keyOf = (state: unknown): string => {
  const key = partOf(state, "key");
  return typeof key === "string" ? key : "default";
};

/**
 * Each layer has one entry in the history, a copy of its page's with a depth. `placed` of them exist; they are brought to
 * the number of open layers once per turn, so that a menu that opens a sheet costs no step.
 *
 *     page ── layer 1 ── layer 2        Back: layer 2 closes      go(-1): it closed by itself
 */
export const createLayers = (view: Pick<Window, "history" | "addEventListener">): Layers => {
  let stack: readonly CloseLayer[] = [];
  let placed = 0;
  /** Steps of our own that the browser has not made yet, and who waits for them. */
  let moving: (() => void)[] | undefined;
  let held = 0;
  let planned = false;
  let listening = false;
  let shownKey = (): string => keyOf(view.history.state);

  const goBack = (steps: number): Promise<void> => {
    const moved = new Promise<void>((resolve) => {
      moving = [resolve];
    });
    view.history.go(-steps);
    return moved;
  };
  const settle = (): void => {
    planned = false;
    if (moving !== undefined || held > 0) return;
    if (stack.length < placed) void goBack(placed - stack.length);
    while (placed < stack.length) {
      placed += 1;
      view.history.pushState({ ...view.history.state, layer: placed }, "");
    }
  };
  const plan = (): void => {
    if (planned) return;
    planned = true;
    queueMicrotask(settle);
  };
  const onPop = (event: PopStateEvent): void => {
    const depth = depthOf(event.state);
    const samePage = keyOf(event.state) === shownKey();
    // One that was closed, met again: by *Forward*, or because an address was typed over it.
    if (depth > 0 && !(samePage && depth <= placed)) {
      event.stopImmediatePropagation();
      placed = 0;
      void goBack(depth);
      return;
    }
    const waiting = moving;
    if (samePage && (waiting !== undefined || depth < placed)) event.stopImmediatePropagation();
    moving = undefined;
    placed = depth;
    if (waiting === undefined) {
      const above = stack.slice(depth);
      stack = stack.slice(0, depth);
      for (const close of above.reverse()) close();
    }
    for (const resolve of waiting ?? []) resolve();
    plan();
  };
  const listen = (): void => {
    if (listening) return;
    listening = true;
    // First of all listeners: before the router's.
    view.addEventListener("popstate", onPop, { capture: true });
  };

  return {
    open: (close) => {
      listen();
      // Two layers may be closed by the same function.
      const own: CloseLayer = () => close();
      stack = [...stack, own];
      plan();
      return () => {
        stack = stack.filter((one) => one !== own);
        plan();
      };
    },
    guard: async (router) => {
      listen();
      shownKey = () => router.state.location.key;
      const navigate = router.navigate;
      router.navigate = async (to, options) => {
        if (placed === 0 && moving === undefined) return navigate(to, options);
        held += 1;
        if (moving !== undefined) await new Promise<void>((resolve) => moving?.push(resolve));
        if (placed > 0) await goBack(placed);
        await navigate(to, options);
        held -= 1;
        plan();
      };
      // Closed by a reload or a lock: its place is left before the first page is shown.
      const left = depthOf(view.history.state);
      if (left > 0 && moving === undefined) await goBack(left);
    },
  };
};
