import { jsonOf } from "./plain-json.ts";

/** Number of the request that wrote an entry, where its description tells one. */
export function requestIdOf(description: string | null): string | null {
  if (description?.includes("requestId") !== true) return null;
  const json = jsonOf(description);
  const isMap = typeof json === "object" && json !== null && Object.hasOwn(json, "requestId");
  const value = isMap ? (json as { requestId: unknown }).requestId : null;
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}
