import { isMap, type Json, type JsonMap } from "../php-values.ts";

function encode(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
}

function scalarText(value: string | number | boolean): string {
  if (typeof value === "boolean") return value ? "1" : "0";
  return String(value);
}

function append(parts: string[], input: { name: string; value: Json }): void {
  const { name, value } = input;
  if (value === null) return;
  if (typeof value !== "object") {
    parts.push(`${encode(name)}=${encode(scalarText(value))}`);
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    append(parts, { name: name === "" ? key : `${name}[${key}]`, value: item });
  }
}

/** http_build_query: nulls and empty arrays vanish, true is 1, false is 0, a space is a plus. */
export function buildPhpQuery(data: JsonMap): string {
  const parts: string[] = [];
  append(parts, { name: "", value: data });
  return parts.join("&");
}

function decode(text: string): string {
  const spaced = text.replaceAll("+", " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

function pathOf(name: string): string[] {
  const open = name.indexOf("[");
  if (open <= 0) return [name];
  const rest = name.slice(open);
  const keys = [...rest.matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? "");
  return [name.slice(0, open), ...keys];
}

function nextIndex(node: JsonMap): string {
  let highest = -1;
  for (const key of Object.keys(node)) {
    if (/^\d+$/.test(key)) highest = Math.max(highest, Number(key));
  }
  return String(highest + 1);
}

function place(root: JsonMap, input: { path: string[]; value: string }): void {
  let node = root;
  input.path.forEach((part, index) => {
    const key = part === "" && index > 0 ? nextIndex(node) : part;
    if (index === input.path.length - 1) {
      node[key] = input.value;
      return;
    }
    const existing = node[key];
    const child: JsonMap = isMap(existing) ? existing : (Object.create(null) as JsonMap);
    node[key] = child;
    node = child;
  });
}

function listsFrom(value: Json): Json {
  if (!isMap(value)) return value;
  const keys = Object.keys(value);
  if (keys.length > 0 && keys.every((key, index) => key === String(index))) {
    return Object.values(value).map(listsFrom);
  }
  const result: JsonMap = {};
  for (const key of keys) {
    if (key !== "__proto__") result[key] = listsFrom(value[key] ?? null);
  }
  return result;
}

export function placePairs(pairs: Iterable<[string, string]>): JsonMap {
  const root = Object.create(null) as JsonMap;
  for (const [name, value] of pairs) place(root, { path: pathOf(name), value });
  const result: JsonMap = {};
  for (const [key, value] of Object.entries(root)) result[key] = listsFrom(value);
  return result;
}

/** parse_str: brackets build nested arrays, runs of 0..n-1 become lists. */
export function parsePhpQuery(text: string): JsonMap {
  const pairs: [string, string][] = [];
  for (const part of text.split("&")) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    const name = equals < 0 ? part : part.slice(0, equals);
    pairs.push([decode(name), equals < 0 ? "" : decode(part.slice(equals + 1))]);
  }
  return placePairs(pairs);
}
