/** `npm run import -- --dry-run PATH [--json]`: what importing would take (docs/importing.md). Standard output holds nothing but the answer. */
import { setUp } from "./setup.mjs";

await setUp({ tests: false });
await import("../app/src/exchange/cli/main.ts");
