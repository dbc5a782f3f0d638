import { useEffect, useState } from "react";

/**
 * False until the text has been painted once. What waits for it (toolbars, bubbles) is nothing a person needs to read or
 * to begin writing, and would make every entry open later.
 */
export const useAfterPaint = (): boolean => {
  const [painted, setPainted] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => setPainted(true));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, []);
  return painted;
};
