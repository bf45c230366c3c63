import { EVENT_WORDS, eventTitle } from "../archive/index.ts";
import { parseQuery, printQuery, type FieldTerm, type Node } from "../filter/index.ts";

type Lang = "en" | "ru";

const LABELS: Record<string, Record<Lang, string>> = {
  id: { en: "number", ru: "номер" },
  time: { en: "time", ru: "время" },
  sev: { en: "severity", ru: "срочность" },
  type: { en: "event", ru: "событие" },
  module: { en: "source", ru: "источник" },
  item: { en: "object", ru: "объект" },
  ip: { en: "IP", ru: "IP" },
  ua: { en: "User Agent", ru: "User Agent" },
  uri: { en: "URL", ru: "URL" },
  site: { en: "site", ru: "сайт" },
  user: { en: "user", ru: "пользователь" },
  guest: { en: "guest", ru: "гость" },
  desc: { en: "description", ru: "описание" },
  request: { en: "request", ru: "запрос" },
};

const WORDS = {
  en: { all: "all entries", and: " and ", or: " or ", not: "not ", any: "any value", text: "text" },
  ru: { all: "все записи", and: " и ", or: " или ", not: "не ", any: "любое", text: "текст" },
};

/** The query as one would say it, beside the text that a machine reads. */
export function queryWords(q: string, lang: Lang): string {
  const read = parseQuery(q);
  const node = read.ok ? read.query : read.lastValidPart;
  return node === null ? WORDS[lang].all : sayNode(node, lang);
}

function sayNode(node: Node, lang: Lang): string {
  const words = WORDS[lang];
  switch (node.kind) {
    case "and":
    case "or":
      return node.items.map((item) => inside(item, lang)).join(words[node.kind]);
    case "not":
      return `${words.not}${inside(node.item, lang)}`;
    case "text":
      return `${words.text} ${printQuery(node)}`;
    case "field":
      return `${labelOf(node, lang)}: ${sayValue(node, lang)}`;
  }
}

function inside(node: Node, lang: Lang): string {
  const isGroup = node.kind === "and" || node.kind === "or";
  return isGroup ? `(${sayNode(node, lang)})` : sayNode(node, lang);
}

function labelOf({ field, path }: FieldTerm, lang: Lang): string {
  return path.length > 0 ? path.join(".") : (LABELS[field]?.[lang] ?? field);
}

function sayValue(term: FieldTerm, lang: Lang): string {
  const { field, test } = term;
  if (test.kind === "present") return WORDS[lang].any;
  if (field === "type" && test.kind === "equals") {
    const codes = test.values.map((value) => value.join("*"));
    return codes.map((code) => titled(code, lang)).join(", ");
  }
  const printed = printQuery(term);
  return printed.slice(printed.indexOf(":") + 1);
}

function titled(code: string, lang: Lang): string {
  const title = eventTitle(code, EVENT_WORDS[lang]);
  return title === code ? code : `${title} (${code})`;
}
