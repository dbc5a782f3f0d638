/**
 * The one script of the vault's workers. Its name says which it is, so that the large part, libsodium, is one file for
 * both: fetched once, and from the browser's cache the second time. What arrives before the part is here waits for it.
 */
const early: MessageEvent[] = [];
const wait = (event: MessageEvent) => void early.push(event);
addEventListener("message", wait);

const part = self.name === "unlock" ? import("./unlock-worker.ts") : import("./vault-worker.ts");
void part.then(() => {
  removeEventListener("message", wait);
  for (const { data, ports } of early)
    dispatchEvent(new MessageEvent("message", { data, ports: [...ports] }));
});
