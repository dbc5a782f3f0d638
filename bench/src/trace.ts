/**
 * A seeded editing trace: what someone types into one entry, key by key. Mostly forward typing, now and then a few
 * backspaces, a jump back to mend a word, a paragraph. Positions are ProseMirror-free: one Y.Text is enough, because what is
 * measured is the price of many small edits.
 */
export type Key =
  | { readonly at: number; readonly insert: string }
  | { readonly at: number; readonly delete: 1 };

/** mulberry32: small, seeded, good enough to shape a trace; never for anything secret. */
export const seededRandom = (seed: number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const letters = "etaoinshrdlucmfwygpbvk";
export const typingTrace = (keys: number, seed: number): readonly Key[] => {
  const random = seededRandom(seed);
  const trace: Key[] = [];
  let length = 0;
  let at = 0;
  let burst = 0;
  let deleting = 0;
  while (trace.length < keys) {
    if (burst === 0 && deleting === 0) {
      if (random() < 0.12 && at > 4) deleting = 1 + Math.floor(random() * 4);
      else if (random() < 0.05) at = Math.floor(random() * (length + 1));
      else if (random() < 0.3) at = length;
      burst = 10 + Math.floor(random() * 60);
    }
    if (deleting > 0 && at > 0) {
      deleting -= 1;
      at -= 1;
      length -= 1;
      trace.push({ at, delete: 1 });
      continue;
    }
    deleting = 0;
    burst -= 1;
    const roll = random();
    const insert =
      roll < 0.17 ? " " : roll < 0.175 ? "\n" : (letters[Math.floor(random() ** 2 * letters.length)] ?? "e");
    trace.push({ at, insert });
    at += 1;
    length += 1;
  }
  return trace;
};
