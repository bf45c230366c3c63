import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { Webhook } from "standardwebhooks";

export interface JobData {
  runId: string;
  portal: { key: string; host: string };
  workflowId: string;
  documentId: string[];
  payload: unknown;
  wait: boolean;
  token: string;
  urls: Record<"run" | "progress" | "heartbeat" | "complete" | "fail", string>;
  deadline: string;
  heartbeatSeconds: number | null;
}

export interface Received {
  id: string;
  type: string;
  timestamp: string;
  data: JobData;
  headers: Record<string, string>;
  raw: string;
  /** What it was answered with; null when it got no answer. */
  status: number | null;
}

export interface Behaviour {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  delayMs?: number;
  /** Answers only after this. */
  until?: Promise<unknown>;
  /** Takes the request and closes the connection without an answer. */
  isDropped?: boolean;
  /** A repetition is a new request to it. */
  isForgotten?: boolean;
}

export interface OutsideSystem {
  url: string;
  secret: string;
  /** Everything that came with a right signature, also repetitions. */
  received: Received[];
  /** Why requests were turned away. */
  faults: string[];
  behave(request: Received, repetition: number): Behaviour | undefined;
  stop(): Promise<void>;
}

/** An outside system as strict as one should be: it takes only what is signed, and each message once. */
export async function startOutside(secret = ""): Promise<OutsideSystem> {
  const accepted = new Set<string>();
  const system: OutsideSystem = {
    url: "",
    secret,
    received: [],
    faults: [],
    behave: () => undefined,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const server = createServer((request, response) => {
    void serve(system, accepted, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  system.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jobs`;
  return system;
}

async function serve(
  system: OutsideSystem,
  accepted: Set<string>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks).toString("utf8");
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const refuse = (status: number, fault: string): void => {
    system.faults.push(fault);
    response.writeHead(status).end(fault);
  };
  try {
    new Webhook(system.secret).verify(raw, headers);
  } catch (error) {
    refuse(401, `signature: ${(error as Error).message}`);
    return;
  }
  const id = headers["webhook-id"] ?? "";
  const message: Received = { ...(JSON.parse(raw) as Received), id, headers, raw, status: null };
  const repetition = system.received.filter((one) => one.id === id).length;
  system.received.push(message);
  if (accepted.has(id)) {
    message.status = 409;
    refuse(409, `repeated: ${id}`);
    return;
  }
  const {
    status = 202,
    delayMs = 0,
    body = "",
    isDropped,
    isForgotten,
    ...rest
  } = system.behave(message, repetition) ?? {};
  if (status < 300 && isForgotten !== true) accepted.add(id);
  if (delayMs > 0) await pause(delayMs);
  await rest.until;
  if (isDropped === true) {
    response.destroy();
    return;
  }
  message.status = status;
  response.writeHead(status, rest.headers).end(body);
}

/** Calls our API as the outside system would. */
export async function report(
  { token, urls }: Pick<JobData, "token" | "urls">,
  input: {
    route: "progress" | "heartbeat" | "complete" | "fail";
    body?: unknown;
    key?: string;
    signal?: AbortSignal;
  },
): Promise<Response> {
  return fetch(urls[input.route], {
    method: "POST",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      ...(input.key !== undefined && { "idempotency-key": input.key }),
    },
    body: JSON.stringify(input.body ?? {}),
    ...(input.signal !== undefined && { signal: input.signal }),
  });
}
