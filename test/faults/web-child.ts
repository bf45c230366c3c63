import { createServer, type IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { GET as health } from "../../app/api/health/route.ts";
import { POST as openSession } from "../../app/api/session/route.ts";
import { POST as connect } from "../../app/api/v1/connections/route.ts";
import { POST as complete } from "../../app/api/v1/runs/[id]/complete/route.ts";
import { POST as fail } from "../../app/api/v1/runs/[id]/fail/route.ts";
import { POST as beat } from "../../app/api/v1/runs/[id]/heartbeat/route.ts";
import { POST as progress } from "../../app/api/v1/runs/[id]/progress/route.ts";
import { POST as setUp } from "../../app/api/v1/setup/route.ts";
import { POST as install } from "../../app/b24/install/route.ts";
import { POST as open } from "../../app/b24/open/route.ts";
import { env } from "../../lib/env.ts";
import { log } from "../../lib/log.ts";
import { flushCalls } from "../../lib/portals/index.ts";
import { tryHotDoor } from "../../lib/web/hot-door.ts";

// The web process without its pages: the product's own doors for calls that nobody repeats, and the routes that an
// administrator's installation and the reports of outside systems go through. Making the pages takes longer than many tests.
type Route = (request: Request, context: { params: Promise<never> }) => Promise<Response>;

const ROUTES: Record<string, Route> = {
  "GET /api/health": health,
  "POST /api/session": openSession,
  "POST /api/v1/connections": connect,
  "POST /api/v1/setup": setUp,
  "POST /b24/install": install,
  "POST /b24/open": open,
};

const REPORTS: Record<string, Route> = { complete, fail, heartbeat: beat, progress };
const REPORT = /^\/api\/v1\/runs\/([^/]+)\/([a-z]+)$/;

const server = createServer((request, response) => {
  if (tryHotDoor(request, response)) return;
  answer(request).then(
    async (answered) => {
      response.writeHead(answered.status, Object.fromEntries(answered.headers));
      response.end(await answered.text());
    },
    (error: unknown) => {
      log("error", "web.route_failed", { error });
      response.writeHead(500).end();
    },
  );
});

async function answer(message: IncomingMessage): Promise<Response> {
  const url = new URL(message.url ?? "/", env().APP_URL);
  const method = message.method ?? "GET";
  if (url.pathname.startsWith("/p/")) return new Response("", { status: 200 });
  const [, id, report = ""] = REPORT.exec(url.pathname) ?? [];
  const route = id === undefined ? ROUTES[`${method} ${url.pathname}`] : REPORTS[report];
  if (route === undefined) return new Response("", { status: 404 });
  const body = await buffer(message);
  const request = new Request(url, {
    method,
    headers: message.headers as Record<string, string>,
    ...(method === "GET" ? {} : { body }),
  });
  return route(request, { params: Promise.resolve({ id } as never) });
}

process.once("SIGTERM", () => {
  server.close(() => {
    void flushCalls().then(() => process.exit(0));
  });
  server.closeIdleConnections();
});
server.listen(env().PORT, env().HOST, () => {
  log("info", "web.started");
});
