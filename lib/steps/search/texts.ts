import type { ErrorCode } from "../../errors.ts";
import { EVENT_WORDS, summarize, type EntryView, type UserView } from "../../archive/index.ts";
import { faultText as faultTextOf } from "../fault-text.ts";
import type { Lang, PropertyFault, Texts } from "../step.ts";
import { properties } from "./declaration.ts";
import { isMissing, type Missing } from "./missing.ts";

/** What a search found: all matches are counted, the newest are there. */
export interface Found {
  count: number;
  newest: EntryView[];
  oldest: EntryView | null;
  missing: Missing;
}

// Making one costs far more than using it.
const NUMBERS: Record<Lang, Intl.NumberFormat> = {
  en: new Intl.NumberFormat("en-US"),
  ru: new Intl.NumberFormat("ru-RU"),
};
const number = (value: number, lang: Lang): string => NUMBERS[lang].format(value);

export const SWITCHED_OFF: Texts = {
  en: "Processes may not read the event log: an administrator has switched this off in Logbook's settings.",
  ru: "Процессам нельзя читать журнал событий: администратор выключил это в настройках приложения.",
};

/** What administrators let processes see was stored by us: nobody may search past it. */
export const LIMIT_UNREADABLE: Texts = {
  en: "The query in Logbook's settings that limits what processes may read cannot be understood: an administrator has to correct it.",
  ru: "Запрос в настройках приложения, который ограничивает чтение журнала процессами, непонятен: администратор должен его исправить.",
};

export const STARTED: Texts = {
  en: "Reading the event log",
  ru: "Чтение журнала событий",
};

/** Some of the range is still at the portal. */
export function loadingText(percent: number, lang: Lang): string {
  return lang === "ru"
    ? `журнал ещё загружается, ${percent} %`
    : `the log is still being loaded, ${percent} %`;
}

export function foundText(count: number, lang: Lang): string {
  return lang === "ru" ? `найдено ${number(count, lang)}` : `${number(count, lang)} found`;
}

/** The result in a sentence or two; what could not be searched is never left unsaid. */
export function resultText(found: Pick<Found, "count" | "missing">, lang: Lang): string {
  const { count, missing } = found;
  const all = number(count, lang);
  const isPart = count === 0 && isMissing(missing);
  if (lang === "ru") {
    const result = isPart ? "В известной части журнала записей нет." : `Найдено записей: ${all}.`;
    return [result, ...missingTexts(missing, lang)].join(" ");
  }
  const noun = count === 1 ? "entry" : "entries";
  const result = isPart
    ? "No entry in the part of the log that is known."
    : `${all} ${noun} found.`;
  return [result, ...missingTexts(missing, lang)].join(" ");
}

const MAX_LOST = 3;

function missingTexts({ knownFrom, lost, removedTo }: Missing, lang: Lang): string[] {
  const spans = lost.slice(0, MAX_LOST).map(({ from, to }) => `${from} – ${to}`);
  if (lost.length > MAX_LOST) spans.push("…");
  const list = spans.join(", ");
  const isRu = lang === "ru";
  return [
    ...(knownFrom === null
      ? []
      : [isRu ? `Журнал известен с ${knownFrom}.` : `The log is known from ${knownFrom} on.`]),
    ...(list === ""
      ? []
      : [isRu ? `Записей за это время нет: ${list}.` : `Entries are missing for: ${list}.`]),
    ...(removedTo === null
      ? []
      : [
          isRu
            ? `Часть записей по ${removedTo} удалена по сроку хранения.`
            : `Some entries up to ${removedTo} were removed as their time was over.`,
        ]),
  ];
}

/** The result in words, with the newest entries as sentences. */
export function summaryText(
  found: Found,
  input: { entries: EntryView[]; users: Record<string, UserView>; lang: Lang },
): string {
  const { entries, users, lang } = input;
  const lines = entries.map(
    (entry) =>
      `${entry.timestampX} ${summarize(entry, users, EVENT_WORDS[lang])} (${entry.auditTypeId})`,
  );
  const rest = found.count - entries.length;
  if (rest > 0)
    lines.push(
      lang === "ru" ? `… и ещё ${number(rest, lang)}` : `… and ${number(rest, lang)} more`,
    );
  return [resultText(found, lang), ...lines].join("\n");
}

export function faultText(fault: PropertyFault, lang: Lang): string {
  return faultTextOf(properties, fault, lang);
}

const NO_RIGHT: Texts = {
  en: "The portal refused to show the event log: the application's administrator has no right to it, or the plan does not include it.",
  ru: "Портал не показал журнал событий: у администратора приложения нет на это права или журнала нет в тарифе.",
};
const NO_SCOPE: Texts = {
  en: "The application has no access to the event log on this portal.",
  ru: "У приложения нет доступа к журналу событий этого портала.",
};
const NO_ACCESS: Texts = {
  en: "The application has lost its access to the portal: an administrator has to open Logbook once.",
  ru: "Приложение потеряло доступ к порталу: администратору нужно один раз открыть приложение.",
};
const ERRORS: Partial<Record<ErrorCode, Texts>> = {
  portal_forbidden: NO_RIGHT,
  portal_scope_missing: NO_SCOPE,
  portal_method_missing: NO_SCOPE,
  auth_lost: NO_ACCESS,
  portal_user_lost: NO_ACCESS,
  portal_token_expired: NO_ACCESS,
  portal_payment_required: {
    en: "The application's subscription on this portal is over.",
    ru: "Подписка на приложение на этом портале закончилась.",
  },
};
const OTHER_ERROR: Texts = {
  en: "The event log could not be read",
  ru: "Журнал событий не удалось прочитать",
};

export function errorText(code: ErrorCode, lang: Lang): string {
  return ERRORS[code]?.[lang] ?? `${OTHER_ERROR[lang]} (${code}).`;
}
