import { z } from "zod";
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
} from "zod-openapi";
import { Problem } from "./answers.ts";
import type { Door } from "./door.ts";
import { FRAME_DOORS, RUN_DOORS } from "./frame-doors.ts";
import { TOKEN_DOORS } from "./log-doors.ts";

const DESCRIPTION = `Reads the archive of a portal's event log. Send an API token as
\`Authorization: Bearer lb_…\`; an administrator makes one in the settings of Logbook. Answers tell in
\`X-RateLimit-*\` how many calls are left; errors are problem documents (RFC 9457).`;

/** What all doors of the API take and give. */
export function apiDocument() {
  const paths: ZodOpenApiPathsObject = {};
  for (const door of [...TOKEN_DOORS, ...RUN_DOORS, ...FRAME_DOORS]) {
    paths[door.path] = { ...paths[door.path], [door.method]: operation(door) };
  }
  return createDocument({
    openapi: "3.1.0",
    info: { title: "Logbook for Bitrix24", version: "1.0.0", description: DESCRIPTION },
    tags: [
      { name: "log", description: "With the scope log:read" },
      { name: "runs", description: "With the scope runs:read" },
      { name: "events", description: "With the scope events:read" },
      { name: "run", description: "With the secret of a run" },
      { name: "frame", description: "For pages inside the portal" },
      { name: "everybody", description: "Without a token" },
    ],
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "An API token of the portal" },
        run: { type: "http", scheme: "bearer", description: "The secret of a run" },
        session: { type: "apiKey", in: "header", name: "X-Logbook-Session" },
      },
    },
    paths,
  });
}

const SECURITY: Record<Door["who"], Record<string, string[]>[]> = {
  everybody: [],
  frame: [{ session: [] }],
  run: [{ run: [] }],
  "log:read": [{ token: [] }, { session: [] }],
  "runs:read": [{ token: [] }, { session: [] }],
  "events:read": [{ token: [] }, { session: [] }],
};

const REFUSALS = {
  400: "The request is wrong; errors say where.",
  401: "No token or session, or one that is over.",
  403: "The scope, the right or the network is missing.",
  404: "There is no such thing.",
  429: "Too many requests; Retry-After says when to go on.",
  503: "The archive or the portal does not answer at present.",
};

function operation(door: Door): ZodOpenApiOperationObject {
  const { path, summary, who, query, headers, body, answer = z.string() } = door;
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const isRpc = path.includes("jsonrpc");
  const content = door.type === undefined ? { "application/json": { schema: answer } } : {};
  const problem = { "application/problem+json": { schema: Problem } };
  const refusals = Object.entries(isRpc ? {} : REFUSALS).map(([status, description]) => [
    status,
    { description, content: problem },
  ]);
  return {
    ...{ summary, tags: [who.split(":")[0] ?? who] },
    security: SECURITY[who],
    requestParams: {
      ...(query !== undefined && { query }),
      ...(headers !== undefined && { header: headers }),
      ...(names.length > 0 && {
        path: z.object(Object.fromEntries(names.map((name) => [name, z.string()]))),
      }),
    },
    ...(body !== undefined && {
      requestBody: { required: true, content: { "application/json": { schema: body } } },
    }),
    responses: {
      200: {
        description: "The answer",
        content: door.type === undefined ? content : { [door.type]: { schema: z.string() } },
      },
      ...(Object.fromEntries(refusals) as Record<`${1 | 2 | 3 | 4 | 5}${string}`, object>),
    },
  };
}
