import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { POST as activity } from "../../app/b24/activity/[code]/route.ts";
import { POST as event } from "../../app/b24/event/route.ts";

// The two doors that keep calls, in a process of their own; it says its port and waits to be told or killed.
const server = createServer((request, response) => {
  answer(request).then(
    async (answered) => {
      response.writeHead(answered.status, Object.fromEntries(answered.headers));
      response.end(await answered.text());
    },
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      response.writeHead(500).end();
    },
  );
});

async function answer(message: IncomingMessage): Promise<Response> {
  const url = new URL(message.url ?? "/", "http://127.0.0.1");
  const request = new Request(url, {
    method: "POST",
    headers: message.headers as Record<string, string>,
    body: await buffer(message),
  });
  const code = url.pathname.split("/")[3] ?? "";
  return url.pathname.startsWith("/b24/activity/")
    ? activity(request, { params: Promise.resolve({ code }) })
    : event(request, { params: Promise.resolve({}) });
}

server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
