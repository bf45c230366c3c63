import type { Ctx } from "../ctx.ts";
import { bearerOf, proveFor, readTokenText, tokenOf, type Access } from "./access.ts";
import type { RpcCall } from "./envelope.ts";
import { getAuditLog } from "./get-audit-log.ts";
import { entriesOf } from "./json-input.ts";
import { plainJson } from "./plain-json.ts";
import { readParameters } from "./read-parameters.ts";
import { readFlag, readObject } from "./read-value.ts";
import { invalidParameter, RpcFault } from "./rpc-fault.ts";

/** The line of Zabbix that takes a token both ways. */
const VERSION = "7.0.0";

export interface MethodInput {
  base: Ctx;
  call: RpcCall;
  header: string | null;
  access: Access;
}

type Method = (input: MethodInput) => Promise<string | AsyncIterable<string>>;

const APIS: Record<string, Record<string, Method>> = {
  apiinfo: { version: (input) => Promise.resolve(version(input)) },
  user: { checkauthentication: checkAuthentication, login, logout },
  auditlog: { get },
};

/** The JSON of the result of a call. */
export async function callMethod(input: MethodInput): Promise<string | AsyncIterable<string>> {
  const { method } = input.call;
  const [api = ""] = method.split(".", 1);
  const methods = own(APIS, api);
  if (methods === undefined) throw new RpcFault(-32601, `Incorrect API "${api.slice(0, 200)}".`);
  const run = own(methods, method.slice(api.length + 1));
  if (run === undefined) {
    throw new RpcFault(-32601, `Incorrect method "${method.slice(0, 200)}".`);
  }
  return run(input);
}

function own<T>(table: Record<string, T>, name: string): T | undefined {
  const key = name.toLowerCase();
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function version(input: MethodInput): string {
  refuseHeader(input);
  if (entriesOf(input.call.params)?.length !== 0) throw invalidParameter("/", "should be empty");
  return JSON.stringify(VERSION);
}

function refuseHeader({ header, call }: MethodInput): void {
  if (bearerOf(header) === null) return;
  throw new RpcFault(
    -32602,
    `The "${call.method}" method must be called without authorization header.`,
  );
}

const CHECKED = ["token", "sessionid", "extend"];

async function checkAuthentication(input: MethodInput): Promise<string> {
  refuseHeader(input);
  const given = readObject("/", input.call.params, CHECKED);
  const name = given.has("token") ? "token" : "sessionid";
  if (!given.has(name)) throw invalidParameter("/", 'the parameter "token" is missing');
  const token = readTokenText(`/${name}`, given.get(name));
  const proven = await proveFor(input.access, token, input.call.method);
  return JSON.stringify({ userid: proven.tokenId, username: proven.name });
}

const SIGNED_IN = ["username", "user", "password", "userData"];

async function login(input: MethodInput): Promise<string> {
  refuseHeader(input);
  const given = readObject("/", input.call.params, SIGNED_IN);
  const name = given.has("username") ? "username" : "user";
  for (const needed of [name, "password"]) {
    if (!given.has(needed)) throw invalidParameter("/", `the parameter "${needed}" is missing`);
    readTokenText(`/${needed}`, given.get(needed));
  }
  const token = readTokenText("/password", given.get("password"));
  const proven = await proveFor(input.access, token, input.call.method);
  if (!readFlag(given.get("userData"))) return JSON.stringify(token);
  const { tokenId: userid, name: username } = proven;
  return JSON.stringify({ userid, username, sessionid: token });
}

async function logout(input: MethodInput): Promise<string> {
  await proveCall(input);
  return "true";
}

async function proveCall({ access, header, call }: MethodInput) {
  return proveFor(access, tokenOf(header, call.auth), call.method);
}

async function get(input: MethodInput): Promise<AsyncIterable<string>> {
  const startedAtMs = performance.now();
  const { ctx } = await proveCall(input);
  const query = plainJson(input.call.params);
  const note = (rows: number | null) =>
    input.access.note(ctx, { method: "auditlog.get", query, rows, startedAtMs });
  try {
    const { rows, json } = await getAuditLog(ctx, readParameters(input.call.params));
    note(rows);
    return json;
  } catch (error) {
    note(0);
    throw error;
  }
}
