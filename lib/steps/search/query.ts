import {
  addTerm,
  allOf,
  faultSentence,
  parseQuery,
  printQuery,
  type Node,
  type QueryFault,
} from "../../filter/index.ts";
import type { Lang, PropertyFault, Texts } from "../step.ts";
import type { SearchProperties } from "./properties.ts";

export type ReadQuery = { ok: true; node: Node | null } | { ok: false; text: Texts };

/** Reads a query; what is wrong with it is told with its place, counted from 1. */
export function readQuery(text: string): ReadQuery {
  const read = parseQuery(text);
  if (read.ok) return { ok: true, node: read.query };
  const [fault] = read.faults;
  if (fault === undefined) return { ok: true, node: read.lastValidPart };
  const inLang = (lang: Lang): string => placed(fault, text, lang);
  return { ok: false, text: { en: inLang("en"), ru: inLang("ru") } };
}

const MAX_SHOWN = 40;

function placed({ at, ...fault }: QueryFault, query: string, lang: Lang): string {
  const sentence = faultSentence({ at, ...fault }, lang).replace(/\.$/, "");
  const part = query.slice(at.start, Math.min(at.end, at.start + MAX_SHOWN));
  const place = at.start + 1;
  const meant = fault.suggestion;
  if (lang === "ru") {
    const hint = meant === undefined ? "" : ` (возможно: ${meant})`;
    return `с ${place}-го символа, «${part}»: ${sentence}${hint}`;
  }
  const hint = meant === undefined ? "" : ` (perhaps: ${meant})`;
  return `from character ${place} on, “${part}”: ${sentence}${hint}`;
}

/**
 * Everything a call asks for as one query, joined by AND with what the administrators let processes see. Values of one
 * property are alternatives.
 */
export function toQuery(
  properties: Pick<SearchProperties, "query" | "eventTypes" | "userIds" | "severities" | "text">,
  limit: Node | null,
): { ok: true; q: string } | { ok: false; fault: PropertyFault } {
  const { query, eventTypes, userIds, severities, text } = properties;
  const node = allOf([
    limit,
    query,
    anyValue("type", eventTypes),
    anyValue("user", userIds),
    anyValue("sev", severities),
    text === "" ? null : addTerm(null, { field: null, value: text }),
  ]);
  const q = printQuery(node);
  // Parts that are fine alone may be too many together.
  if (parseQuery(q).ok) return { ok: true, q };
  return { ok: false, fault: { at: "query", text: TOO_MUCH } };
}

const TOO_MUCH: Texts = {
  en: "together with the other properties it has too many conditions or is too long",
  ru: "вместе с другими свойствами условий слишком много или запрос слишком длинный",
};

function anyValue(field: string, values: readonly (string | number)[]): Node | null {
  return values.reduce<Node | null>((node, value) => addTerm(node, { field, value }), null);
}

/** Whether days and written times occur, for which the zone matters. */
export function asksForTime(node: Node | null): boolean {
  if (node === null || node.kind === "text") return false;
  if (node.kind === "not") return asksForTime(node.item);
  return node.kind === "field" ? node.field === "time" : node.items.some(asksForTime);
}
