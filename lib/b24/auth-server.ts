import { z } from "zod";
import { env } from "../env.ts";
import { AppError, isAppError } from "../errors.ts";
import { fromAuthFault } from "./errors.ts";
import { exchange, type OnExchange } from "./exchange.ts";
import { GrantAnswer, TokenAnswer } from "./schemas.ts";
import type { RequestAnswer } from "./send-request.ts";

const TIMEOUT_MS = 10_000;
const Fault = z.object({ error: z.string(), error_description: z.string().catch("") });

/** The allowed auth server that an unproven address names, else the first of the list. */
export function authOriginFor(serverEndpoint: string | null | undefined): string {
  const allowed = env().B24_AUTH_HOSTS;
  const named = toOrigin(serverEndpoint);
  const first = allowed[0];
  if (first === undefined) throw new AppError("config_invalid", "B24_AUTH_HOSTS is empty.");
  return named !== undefined && allowed.includes(named) ? named : first;
}

/** As `authOriginFor`, but an address outside the list is refused. */
export function requireAuthOrigin(hostOrAddress: string): string {
  const address = hostOrAddress.includes("://") ? hostOrAddress : `https://${hostOrAddress}`;
  const allowed = env().B24_AUTH_HOSTS;
  const host = URL.canParse(address) ? new URL(address).host : "";
  const found = allowed.find((origin) => new URL(origin).host === host);
  if (found === undefined) {
    throw new AppError("auth_server_refused", "This auth server is not one of ours.");
  }
  return found;
}

function toOrigin(address: string | null | undefined): string | undefined {
  return typeof address === "string" && URL.canParse(address) ? new URL(address).origin : undefined;
}

/** Asks the auth server whose token this is; throws when it is not a living token of our application. */
export async function fetchGrant(input: {
  accessToken: string;
  serverEndpoint?: string | null | undefined;
  onExchange?: OnExchange | undefined;
}): Promise<GrantAnswer> {
  const { result } = await ask({
    origin: authOriginFor(input.serverEndpoint),
    path: "rest/app.info",
    fields: { auth: input.accessToken },
    schema: z.object({ result: GrantAnswer }),
    onExchange: input.onExchange,
  });
  if (result.client_id !== env().B24_CLIENT_ID) {
    throw new AppError("unauthorized", "The token belongs to another application.");
  }
  return result;
}

export async function refreshPair(input: {
  refreshToken: string;
  serverEndpoint: string;
  onExchange?: OnExchange | undefined;
}): Promise<TokenAnswer> {
  return fetchPair({
    origin: authOriginFor(input.serverEndpoint),
    fields: { grant_type: "refresh_token", refresh_token: input.refreshToken },
    onExchange: input.onExchange,
  });
}

export async function exchangeCode(input: {
  code: string;
  authOrigin: string;
  onExchange?: OnExchange | undefined;
}): Promise<TokenAnswer> {
  return fetchPair({
    origin: input.authOrigin,
    fields: { grant_type: "authorization_code", code: input.code },
    onExchange: input.onExchange,
  });
}

async function fetchPair(input: {
  origin: string;
  fields: Record<string, string>;
  onExchange: OnExchange | undefined;
}): Promise<TokenAnswer> {
  const { B24_CLIENT_ID, B24_CLIENT_SECRET } = env();
  return ask({
    ...input,
    path: "oauth/token",
    fields: { ...input.fields, client_id: B24_CLIENT_ID, client_secret: B24_CLIENT_SECRET },
    schema: TokenAnswer,
  });
}

interface AskInput<T> {
  origin: string;
  path: string;
  fields: Record<string, string>;
  schema: z.ZodType<T>;
  onExchange: OnExchange | undefined;
}

/** Everything travels in a form body: query strings end up in logs. */
async function ask<T>(input: AskInput<T>): Promise<T> {
  try {
    return await exchange({
      method: input.path,
      api: "auth",
      params: input.fields,
      request: {
        url: `${input.origin}/${input.path}/`,
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams(input.fields).toString(),
        timeoutMs: TIMEOUT_MS,
      },
      read: (answer) => read(answer, input.schema),
      onExchange: (told) => input.onExchange?.({ ...told, error: toAuthFault(told.error) }),
    });
  } catch (error) {
    throw toAuthFault(error);
  }
}

function toAuthFault(error: unknown): unknown {
  if (!isAppError(error, "portal_unavailable")) return error;
  return new AppError("auth_server_unavailable", "The auth server does not answer.", {
    cause: error,
    platformCode: error.platformCode,
    isOutcomeUnknown: error.isOutcomeUnknown,
  });
}

function read<T>(answer: RequestAnswer, schema: z.ZodType<T>): T {
  const json = parseJson(answer.body);
  const fault = Fault.safeParse(json);
  if (fault.success) {
    throw fromAuthFault({
      status: answer.status,
      code: fault.data.error,
      description: fault.data.error_description,
    });
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success || answer.status !== 200) throw unreadable();
  return parsed.data;
}

function unreadable(): AppError {
  return new AppError("auth_server_unavailable", "The auth server's answer cannot be read.", {
    isOutcomeUnknown: true,
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
