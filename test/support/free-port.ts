import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * A port for what binds it a little later. It lies below those that systems hand out by themselves: one of these
 * could be given to somebody else in between.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
