import { isMap, type Json, type JsonMap } from "../php-values.ts";
import type { Exchange } from "./exchange.ts";
import { parsePhpQuery, placePairs } from "./php-query.ts";

function multipartPairs(exchange: Exchange): [string, string][] {
  const boundary = /boundary="?([^";]+)"?/i.exec(exchange.request.headers["content-type"] ?? "");
  if (boundary?.[1] === undefined) return [];
  const pairs: [string, string][] = [];
  for (const part of exchange.body.toString("utf8").split(`--${boundary[1]}`)) {
    const split = part.indexOf("\r\n\r\n");
    const name = /name="([^"]*)"/i.exec(part.slice(0, Math.max(split, 0)));
    if (split < 0 || name?.[1] === undefined) continue;
    pairs.push([name[1], part.slice(split + 4).replace(/\r\n$/, "")]);
  }
  return pairs;
}

function bodyParams(exchange: Exchange): JsonMap {
  if (exchange.body.length === 0) return {};
  if (exchange.contentType.includes("multipart/form-data")) {
    return placePairs(multipartPairs(exchange));
  }
  const text = exchange.body.toString("utf8");
  if (!exchange.contentType.includes("json")) return parsePhpQuery(text);
  try {
    const parsed = JSON.parse(text) as Json;
    if (isMap(parsed)) return parsed;
    return Array.isArray(parsed) ? Object.fromEntries(parsed.entries()) : {};
  } catch {
    return {};
  }
}

/** Query and body together; the body wins where both carry the same key. */
export function requestParams(exchange: Exchange): JsonMap {
  return { ...parsePhpQuery(exchange.url.search.slice(1)), ...bodyParams(exchange) };
}
