import { parseForm as parsePhpForm } from "../portals/index.ts";
import { AppError, invalidInput } from "../errors.ts";
import type { z } from "zod";

export const MAX_FORM_BYTES = 2 * 1024 * 1024;
const MAX_JSON_BYTES = 256 * 1024;

/** The part of a `Request` that a door reads; the web process hands in its own, cheaper one. */
export interface Posted {
  url: string;
  headers: { get(name: string): string | null };
  body: AsyncIterable<Uint8Array> | null;
}

/** The same of a request that need not be posted. */
export interface Asking extends Posted {
  method: string;
  /** When nobody waits for the answer any more. */
  signal: AbortSignal;
}

export async function readCapped(request: Posted, maxBytes: number): Promise<string> {
  const tooLarge = () =>
    new AppError("payload_too_large", `The body is larger than ${maxBytes} bytes.`);
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function assertType(request: Posted, wanted: string): void {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type === wanted) return;
  throw new AppError("unsupported_media_type", `The body must be ${wanted}.`);
}

/** Reads a PHP-style form and its schema; throws 413, 415 or 400 that names each wrong field. */
export async function readForm<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  return parseForm(await readFormBody(request), schema);
}

export async function readFormBody(request: Posted): Promise<string> {
  assertType(request, "application/x-www-form-urlencoded");
  return readCapped(request, MAX_FORM_BYTES);
}

export function parseForm<T>(body: string, schema: z.ZodType<T>): T {
  return parseWith(schema, parsePhpForm(body), "The form is not what Bitrix24 sends.");
}

/** The text of a JSON body, capped and not parsed; empty when there is no body. */
export async function readJsonText(request: Request): Promise<string> {
  const text = await readCapped(request, MAX_JSON_BYTES);
  if (text !== "") assertType(request, "application/json");
  return text;
}

export async function readJson<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  assertType(request, "application/json");
  const body = await readCapped(request, MAX_JSON_BYTES);
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch (error) {
    throw invalidInput(`The body is not JSON: ${(error as Error).message.slice(0, 80)}`);
  }
  return parseWith(schema, json, "The body is not valid.");
}

export function parseWith<T>(schema: z.ZodType<T>, value: unknown, message: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalidInput(
    message,
    parsed.error.issues.slice(0, 20).map((fault) => ({
      at: fault.path.join("."),
      message: fault.message,
    })),
  );
}
