import { createServer, type RequestListener, type Server } from "node:http";

export interface Listening {
  port: number;
  stop(): Promise<void>;
}

interface Bound {
  server: Server;
  port: number;
}

function bind(listener: RequestListener, input: { host: string; port: number }): Promise<Bound> {
  const server = createServer({ keepAliveTimeout: 75_000 }, listener);
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: input.host, port: input.port, backlog: 1024 }, () => {
      server.removeListener("error", reject);
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : input.port;
      resolve({ server, port });
    });
  });
}

function closing(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

const codeOf = (error: unknown): string => {
  return error instanceof Error && "code" in error ? String(error.code) : "";
};

async function bindSecond(listener: RequestListener, port: number): Promise<Server | "taken"> {
  try {
    return (await bind(listener, { host: "::1", port })).server;
  } catch (error) {
    if (codeOf(error) === "EADDRINUSE") return "taken";
    throw error;
  }
}

/** The name localhost may mean either loopback address, so both are served where both exist. */
export async function listenOnLoopback(
  listener: RequestListener,
  wanted: number,
): Promise<Listening> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const first = await bind(listener, { host: "127.0.0.1", port: wanted });
    const servers = [first.server];
    try {
      const second = await bindSecond(listener, first.port);
      if (second !== "taken") servers.push(second);
      else if (wanted === 0) {
        await closing(first.server);
        continue;
      }
    } catch (error) {
      if (!["EADDRNOTAVAIL", "EAFNOSUPPORT"].includes(codeOf(error))) throw error;
    }
    const stop = async (): Promise<void> => {
      await Promise.all(servers.map(closing));
    };
    return { port: first.port, stop };
  }
  throw new Error("no port is free on both loopback addresses");
}
