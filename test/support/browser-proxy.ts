import { createServer, request as ask, type IncomingMessage, type Server } from "node:http";

export interface CookieFreeProxy {
  url: string;
  stop(): Promise<void>;
}

/** Stands before the app as a browser without cookies would: none is stored and none is sent. */
export async function startCookieFreeProxy(input: {
  port: number;
  target: number;
}): Promise<CookieFreeProxy> {
  const server = createServer((incoming, outgoing) => {
    const headers = { ...incoming.headers };
    delete headers.cookie;
    const { method, url: path } = incoming;
    const answer = (response: IncomingMessage): void => {
      const kept = { ...response.headers };
      delete kept["set-cookie"];
      outgoing.writeHead(response.statusCode ?? 502, kept);
      response.pipe(outgoing);
    };
    const forward = ask(
      { host: "127.0.0.1", port: input.target, method, path, headers },
      answer,
    ).on("error", () => outgoing.destroy());
    incoming.pipe(forward);
  });
  await new Promise<void>((resolve) => server.listen(input.port, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${input.port}`, stop: () => close(server) };
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
