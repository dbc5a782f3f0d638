/**
 * Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", 2019, §4):
 * a length keeps only its highest floor(log2(floor(log2 L))) + 1 bits after the first, rounded up; at most 12 % more.
 * By doubling, because lengths may pass 2^32 and Math.log2 need not be exact in every engine.
 */
const floorLog2 = (value: number): number => {
  let exponent = 0;
  for (let power = 2; power <= value; power *= 2) exponent++;
  return exponent;
};

export const padme = (length: number): number => {
  if (length < 2) return length;
  const exponent = floorLog2(length);
  const kept = floorLog2(exponent) + 1;
  const step = 2 ** Math.max(0, exponent - kept);
  return Math.ceil(length / step) * step;
};
