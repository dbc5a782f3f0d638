/** For programs that cannot be told "any port": asked of the system and let go again. */
import { once } from "node:events";
import { createServer } from "node:net";

export const freePort = async (): Promise<number> => {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
};
