import { allOf, not, toNetwork, type FieldTerm, type Node, type Test } from "../../filter/index.ts";
import type { EntryView } from "../entry-view.ts";
import { eventTypeOf, knownEventTypes } from "../event-types.ts";
import { entryJson } from "../store/entry-content.ts";

export const CONTEXT_SCOPES = ["all", "user", "ip", "request", "object"] as const;
export type ContextScope = (typeof CONTEXT_SCOPES)[number];

/** What entries beside this one have in common with it. */
export function scopeNode(scope: ContextScope, entry: EntryView): Node | null {
  switch (scope) {
    case "all":
      return null;
    case "user":
      return entry.userId === null
        ? not(term("user", { kind: "present" }))
        : term("user", { kind: "userId", id: String(entry.userId) });
    case "ip":
      return ipNode(entry.remoteAddr);
    case "request":
      return valueNode("request", requestOf(entry));
    case "object":
      return objectNode(entry);
  }
}

function ipNode(address: string): Node {
  const network = toNetwork(address);
  if (address === "") return not(term("ip", { kind: "present" }));
  const value =
    network === null
      ? ({ kind: "text", pattern: [address] } as const)
      : ({ kind: "network", network } as const);
  return term("ip", { kind: "addresses", values: [value] });
}

/** Number of the request that wrote the entry, where its description tells one. */
export function requestOf({ description }: Pick<EntryView, "description">): string | null {
  const json = entryJson(description);
  const isMap = typeof json === "object" && json !== null && "requestId" in json;
  const value = isMap ? json.requestId : null;
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}

// The same number means another thing with types about other things.
function objectNode({ itemId, moduleId, auditTypeId }: EntryView): Node | null {
  const meaning = eventTypeOf(auditTypeId).item;
  const same = knownEventTypes().filter(({ item }) => item === meaning);
  const kind =
    meaning === "other"
      ? valueNode("module", moduleId)
      : term("type", { kind: "equals", values: same.map(({ code }) => [code]) });
  return allOf([valueNode("item", itemId), kind]);
}

function valueNode(field: string, value: string | null): Node {
  if (value === null || value === "") return not(term(field, { kind: "present" }));
  return term(field, { kind: "equals", values: [[value]] });
}

function term(field: string, test: Test): FieldTerm {
  return { kind: "field", field, path: [], test };
}
