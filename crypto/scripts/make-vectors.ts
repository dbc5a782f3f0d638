/**
 * Writes the golden vectors of keys, slots, envelopes and contents (crypto/vectors/*.json) from a seed. Formats are
 * final: run it to add a vector, never to make a failing test pass. The tests check the files without this script.
 * Each module needs the one before: the random bytes are drawn in one order.
 */
import "./vector-slots.ts";
