/** `npm run dev`: Vite with hot reload, and the relay beside it; Vite passes /v1 on. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { root, setUp } from "./setup.mjs";

await setUp({ tests: false });
const relay = spawn(process.execPath, [join(root, "sync-server", "src", "main.ts")], {
  stdio: "inherit",
  env: {
    ...process.env,
    PORT: "8788",
    PUBLIC_ORIGIN: "http://localhost:8787",
    DATA_DIR: join(root, "data", "dev"),
  },
});
const vite = spawn(process.execPath, [join(root, "node_modules", "vite", "bin", "vite.js")], {
  cwd: root,
  stdio: "inherit",
});
const end = () => {
  relay.kill("SIGTERM");
  vite.kill("SIGTERM");
};
process.once("SIGINT", end);
process.once("SIGTERM", end);
vite.once("exit", end);
