import type { Json, JsonMap } from "../php-values.ts";
import type { Portal } from "../portal.ts";
import type { Caller } from "../rest/caller.ts";
import { RestError } from "../rest/rest-error.ts";

/** One call of a v2 method with its checked caller. */
export interface RestCall {
  portal: Portal;
  caller: Caller;
  method: string;
  /** Top-level keys in upper case, as the platform reads them. */
  params: JsonMap;
  /** What the call changed, for the record. */
  effect: string | null;
}

export interface RestAnswer {
  result: Json;
  total?: number;
  next?: number;
}

export interface RestMethod {
  /** null means the basic scope every application has. */
  scope: readonly string[] | null;
  /** Missing on plans without the feature. */
  feature?: "bizproc";
  run: (call: RestCall) => RestAnswer | Promise<RestAnswer>;
}

export type MethodTable = Record<string, RestMethod>;

export function requireApplication(call: RestCall): void {
  if (call.caller.kind !== "app") {
    throw new RestError("ACCESS_DENIED", "Access denied! Application context required");
  }
}

export function requireApplicationAuth(call: RestCall): void {
  if (call.caller.kind !== "app") throw new RestError("WRONG_AUTH_TYPE");
}

export function requireAdmin(call: RestCall): void {
  if (!call.caller.user.isAdmin) throw new RestError("ACCESS_DENIED");
}

export const answer = (result: Json): RestAnswer => ({ result });
