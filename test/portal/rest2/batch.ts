import { setTimeout as wait } from "node:timers/promises";

import type { FaultAction } from "../faults.ts";
import { parsePhpQuery } from "../net/php-query.ts";
import { asText, isMap, phpMap, type Json, type JsonMap } from "../php-values.ts";
import type { Portal } from "../portal.ts";
import type { Caller } from "../rest/caller.ts";
import { RestError } from "../rest/rest-error.ts";
import { injectedError } from "./injected-error.ts";
import { runMethod } from "./run-method.ts";

const LONGEST = 50;

interface BatchParts {
  result: JsonMap;
  result_error: JsonMap;
  result_total: JsonMap;
  result_next: JsonMap;
  result_time: JsonMap;
}

function resolve(value: Json, results: JsonMap): Json {
  if (Array.isArray(value)) return value.map((item) => resolve(item, results));
  if (isMap(value)) {
    const entries = Object.entries(value).map(([key, item]) => [key, resolve(item, results)]);
    return Object.fromEntries(entries) as JsonMap;
  }
  if (typeof value !== "string" || !value.includes("$result[")) return value;
  const lookUp = (path: string): Json => {
    let found: Json = results;
    for (const [, key] of path.matchAll(/\[([^\]]*)\]/g)) {
      if (typeof found !== "object" || found === null) return null;
      found = (found as JsonMap)[key ?? ""] ?? null;
    }
    return found;
  };
  const whole = /^\$result((?:\[[^\]]*\])+)$/.exec(value);
  if (whole?.[1] !== undefined) return lookUp(whole[1]);
  return value.replace(/\$result((?:\[[^\]]*\])+)/g, (_, path: string) => asText(lookUp(path)));
}

function commands(given: Json | undefined): [string, string][] {
  const list = Array.isArray(given) ? Object.fromEntries(given.entries()) : given;
  const map = isMap(list) ? list : {};
  return Object.entries(map).map(([id, command]) => [id, asText(command)]);
}

interface CommandInput {
  portal: Portal;
  caller: Caller;
  id: string;
  command: string;
  position: number;
  parts: BatchParts;
}

async function runCommand(input: CommandInput): Promise<FaultAction | null> {
  const { portal, caller, command, parts } = input;
  const question = command.indexOf("?");
  const name = (question < 0 ? command : command.slice(0, question)).trim().toLowerCase();
  const method = name.replace(/\.(json|xml)$/, "");
  const query = question < 0 ? {} : parsePhpQuery(command.slice(question + 1));
  const params = resolve(query, parts.result) as JsonMap;
  const { memberId } = portal;
  const subject = { kind: "rest2" as const, method, userId: caller.user.id, memberId };
  const fault = portal.cloud.faults.next(subject);
  const startedAt = Date.now();
  if (fault?.delayMs !== undefined) await wait(fault.delayMs);
  await fault?.until;
  if (fault?.dropBefore === true) return fault;
  let error: string | null = null;
  let effect: string | null = null;
  try {
    if (input.position >= LONGEST) throw new RestError("ERROR_BATCH_LENGTH_EXCEEDED");
    if (method === "batch") throw new RestError("ERROR_BATCH_METHOD_NOT_ALLOWED");
    if (fault?.error !== undefined) throw injectedError(fault);
    const outcome = await runMethod({ portal, caller, method, params });
    effect = outcome.effect;
    parts.result[input.id] = outcome.answer.result;
    parts.result_time[input.id] = outcome.time;
    const { total, next } = outcome.answer;
    if (total !== undefined) parts.result_total[input.id] = total;
    if (next !== undefined) parts.result_next[input.id] = next;
  } catch (cause) {
    if (!(cause instanceof RestError)) throw cause;
    error = cause.code === "" ? "(empty)" : cause.code;
    parts.result_error[input.id] = cause.body();
  }
  portal.cloud.journal.call({
    ...{ kind: "rest2", memberId, method, params, error, effect, inBatch: true },
    token: caller.token?.value ?? null,
    userId: caller.user.id,
    status: error === null ? 200 : 400,
    durationMs: Date.now() - startedAt,
  });
  return fault;
}

/** batch: up to 50 commands in order; the answer is 200 even when all of them failed. */
export async function runBatch(input: {
  portal: Portal;
  caller: Caller;
  params: JsonMap;
}): Promise<{ result: Json; fault: FaultAction | null }> {
  const { portal, caller, params } = input;
  const parts: BatchParts = {
    result: {},
    result_error: {},
    result_total: {},
    result_next: {},
    result_time: {},
  };
  const isHalting = ["1", "true"].includes(asText(params.HALT ?? params.halt));
  let dropping: FaultAction | null = null;
  let position = 0;
  for (const [id, command] of commands(params.CMD ?? params.cmd)) {
    const fault = await runCommand({ portal, caller, id, command, position, parts });
    if (fault?.dropAfter === true || fault?.dropBefore === true) dropping = { dropAfter: true };
    if (fault?.dropBefore === true) break;
    position += 1;
    if (isHalting && Object.keys(parts.result_error).length > 0) break;
  }
  const result: JsonMap = {
    result: phpMap(parts.result),
    result_error: phpMap(parts.result_error),
    result_total: phpMap(parts.result_total),
    result_next: phpMap(parts.result_next),
    result_time: phpMap(parts.result_time),
  };
  return { result, fault: dropping };
}
