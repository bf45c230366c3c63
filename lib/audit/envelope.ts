import { isLosslessNumber } from "lossless-json";
import { entriesOf, parseJson } from "./json-input.ts";
import { invalidRequest, notRpc, RpcFault } from "./rpc-fault.ts";

export interface RpcCall {
  method: string;
  params: unknown;
  auth: string | null;
  /** As JSON; null for a notification, which is not answered. */
  id: string | null;
}

export interface RpcBody {
  isBatch: boolean;
  calls: (RpcCall | RpcFault)[];
}

export function readBody(text: string): RpcBody {
  const json = parseJson(text);
  const items = entriesOf(json);
  if (items === null || items.length === 0) throw notRpc();
  if (!Array.isArray(json)) return { isBatch: false, calls: [readCall(json)] };
  if (json.length > MAX_CALLS) {
    throw new RpcFault(-32600, `A batch may hold at most ${MAX_CALLS} calls.`);
  }
  return { isBatch: true, calls: json.map(readCall) };
}

const MAX_CALLS = 100;
const MEMBERS = ["jsonrpc", "method", "params", "auth", "id"];

function readCall(value: unknown): RpcCall | RpcFault {
  try {
    return toCall(value);
  } catch (error) {
    if (error instanceof RpcFault) return error;
    throw error;
  }
}

function toCall(value: unknown): RpcCall {
  const entries = entriesOf(value);
  if (entries === null) throw invalidRequest("/", "an array is expected");
  const unknown = entries.find(([name]) => !MEMBERS.includes(name));
  if (unknown !== undefined) {
    throw invalidRequest("/", `unexpected parameter "${unknown[0].slice(0, 200)}"`);
  }
  const given = new Map(entries);
  for (const name of ["jsonrpc", "method", "params"]) {
    if (!given.has(name)) throw invalidRequest("/", `the parameter "${name}" is missing`);
  }
  const version = readText("/jsonrpc", given.get("jsonrpc"));
  if (version !== "2.0") throw invalidRequest("/jsonrpc", 'value must be "2.0"');
  const method = readText("/method", given.get("method"));
  const params = given.get("params");
  if (entriesOf(params) === null) {
    throw invalidRequest("/params", "an array or object is expected");
  }
  const auth = given.get("auth") ?? null;
  if (auth === "") throw invalidRequest("/auth", "cannot be empty");
  return {
    method,
    params,
    auth: auth === null ? null : readText("/auth", auth),
    id: given.has("id") ? readId(given.get("id")) : null,
  };
}

function readText(path: string, value: unknown): string {
  if (typeof value !== "string") throw invalidRequest(path, "a character string is expected");
  return value;
}

function readId(value: unknown): string {
  if (isLosslessNumber(value)) return value.value;
  if (typeof value === "string" || value === null) return JSON.stringify(value);
  throw invalidRequest("/id", "a string, number or null value is expected");
}
