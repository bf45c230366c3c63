import type { Span } from "./ast.ts";

export type FaultReason = keyof typeof FAULT_SENTENCES;

export interface QueryFault {
  at: Span;
  reason: FaultReason;
  /** What was probably meant: a text to put in the place of the marked one. */
  suggestion?: string;
}

const FAULT_SENTENCES = {
  unknown_field: {
    en: "There is no such field. Put the words in quotes to search for them as text.",
    ru: "Такого поля нет. Чтобы искать эти слова как текст, возьмите их в кавычки.",
  },
  unknown_operator: {
    en: "There is no such comparison.",
    ru: "Такого сравнения нет.",
  },
  operator_not_allowed: {
    en: "This field cannot be searched that way.",
    ru: "Это поле нельзя искать таким способом.",
  },
  value_missing: {
    en: "A value is missing. For an empty field write -field:*",
    ru: "Не указано значение. Для пустого поля напишите -поле:*",
  },
  operand_missing: {
    en: "A condition is missing beside AND, OR or NOT.",
    ru: "Рядом с AND, OR или NOT нет условия.",
  },
  path_missing: {
    en: "Name the key: json.key:value",
    ru: "Укажите ключ: json.ключ:значение",
  },
  not_a_number: {
    en: "A whole number is expected.",
    ru: "Ожидается целое число.",
  },
  not_a_time: {
    en: "A time is expected, such as 2026-11-01, now-24h or yesterday.",
    ru: "Ожидается время, например 2026-11-01, now-24h или yesterday.",
  },
  not_an_address: {
    en: "An address or a network is expected, such as 10.0.0.0/8, private or public.",
    ru: "Ожидается адрес или сеть, например 10.0.0.0/8, private или public.",
  },
  bad_range: {
    en: "A range is written as [from TO to].",
    ru: "Диапазон пишется так: [от TO до].",
  },
  unclosed_quote: {
    en: "The closing quote is missing.",
    ru: "Нет закрывающей кавычки.",
  },
  unclosed_group: {
    en: "The closing bracket is missing.",
    ru: "Нет закрывающей скобки.",
  },
  unmatched_bracket: {
    en: "There is no opening bracket for this one.",
    ru: "Для этой скобки нет открывающей.",
  },
  empty_group: {
    en: "There is nothing between the brackets.",
    ru: "Между скобками ничего нет.",
  },
  too_deep: {
    en: "The query is nested too deeply.",
    ru: "Слишком много вложенных скобок.",
  },
  too_many_terms: {
    en: "The query has too many conditions.",
    ru: "В запросе слишком много условий.",
  },
  too_long: {
    en: "The query is too long.",
    ru: "Запрос слишком длинный.",
  },
} as const;

export function faultSentence(fault: QueryFault, lang: "en" | "ru"): string {
  return FAULT_SENTENCES[fault.reason][lang];
}
