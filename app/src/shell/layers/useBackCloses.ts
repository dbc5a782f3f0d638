import { useEffect, useRef } from "react";
import { type CloseLayer, createLayers } from "./layers.ts";

export const layers = createLayers(globalThis);

/** While `open`, the browser's *Back* closes this instead of leaving the page. For everything that lies over a page. */
export const useBackCloses = (open: boolean, onClose: CloseLayer): void => {
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => (open ? layers.open(() => close.current()) : undefined), [open]);
};
