import { useCallback, useEffect, useRef, useState } from "react";
import { useAskBeforeClosing } from "../shell/pieces/index.ts";
import { isHeld, type Stage } from "./stages.ts";

/** What the browser keeps of a stage is how deep it lies; the stage itself, with any words in it, stays in memory. */
const depthOf = (state: unknown): number => {
  const depth = typeof state === "object" && state !== null ? Reflect.get(state, "firstRun") : undefined;
  return typeof depth === "number" ? depth : 0;
};

/**
 * The stages of the first run as places in the browser's history: its *Back* goes one stage back instead of out of the
 * app. From the words on it goes no further back than to them, and closing the page asks first.
 */
export const useStages = (first: Stage) => {
  const [stage, setStage] = useState(first);
  const path = useRef<readonly Stage[]>([first]);
  const left = useRef<() => void>(undefined);

  const show = useCallback((stages: readonly Stage[]) => {
    path.current = stages;
    const last = stages.at(-1);
    if (last !== undefined) setStage(last);
  }, []);
  const push = useCallback(
    (next: Stage) => {
      history.pushState({ firstRun: path.current.length }, "");
      show([...path.current, next]);
    },
    [show],
  );
  const replace = useCallback((next: Stage) => show([...path.current.slice(0, -1), next]), [show]);
  /** One stage back; `otherwise` where someone entered in the middle, by a link. */
  const back = useCallback(
    (otherwise: Stage) => (path.current.length > 1 ? history.back() : replace(otherwise)),
    [replace],
  );
  /** Takes the stages out of the history again, then does it: *Back* from the journal must not lead among them. */
  const leave = useCallback((then: () => void) => {
    const depth = path.current.length - 1;
    if (depth === 0) return then();
    left.current = then;
    history.go(-depth);
  }, []);

  useEffect(() => {
    const moved = ({ state }: PopStateEvent) => {
      if (left.current !== undefined) {
        const then = left.current;
        left.current = undefined;
        then();
        return;
      }
      const stages = path.current;
      const depth = depthOf(state);
      const present = stages.at(-1);
      const wanted = stages[depth];
      if (present !== undefined && isHeld(present) && (wanted === undefined || !isHeld(wanted))) {
        history.pushState({ firstRun: stages.length - 1 }, "");
        if (present.at === "words") show([...stages.slice(0, -1), { ...present, held: true }]);
      } else if (wanted !== undefined) show(stages.slice(0, depth + 1));
      // Forward, or from before a reload: what stood there is gone.
      else history.go(stages.length - 1 - depth);
    };
    addEventListener("popstate", moved);
    return () => removeEventListener("popstate", moved);
  }, [show]);

  useAskBeforeClosing(isHeld(stage));

  return { stage, push, replace, back, leave };
};
