/** `npm start`: sets up, builds what changed, serves the app and the relay on one port, prints the URL. */
import { setUp } from "./setup.mjs";

await setUp({ tests: false });
const { build } = await import("./build.mjs");
await build();
await import("../sync-server/src/main.ts");
