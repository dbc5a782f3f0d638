/** `npm run bench [-- NAME…] [--json] [--list] [--data DIR]`: the figures of docs/benchmarks.md. */
import { setUp } from "./setup.mjs";

await setUp({ tests: true });
await import("../bench/src/main.ts");
