import type { ErrorCode } from "../../errors.ts";
import { summarize, type EntryView, type UserView } from "../../archive/index.ts";
import type { Lang, PropertyFault, Texts } from "../step.ts";
import { properties } from "./declaration.ts";
import type { Collected, CollectProgress } from "./collect.ts";

const number = (value: number, lang: Lang): string =>
  new Intl.NumberFormat(lang === "ru" ? "ru-RU" : "en-US").format(value);

export const SWITCHED_OFF: Texts = {
  en: "Processes may not read the event log: an administrator has switched this off in Logbook's settings.",
  ru: "Процессам нельзя читать журнал событий: администратор выключил это в настройках приложения.",
};

export const STARTED: Texts = {
  en: "Reading the event log",
  ru: "Чтение журнала событий",
};

export function progressText(progress: CollectProgress, lang: Lang): string {
  const { scanned, expected, count, isLast } = progress;
  const [read, all, found] = [scanned, expected, count].map((value) => number(value, lang));
  if (lang === "ru") {
    const rest = isLast ? "" : ` примерно из ${all}`;
    return `просмотрено ${read}${rest}, найдено ${found}`;
  }
  return `scanned ${read}${isLast ? "" : ` of about ${all}`}, ${found} found`;
}

export function resultText(found: Collected, lang: Lang): string {
  const [count, scanned] = [number(found.count, lang), number(found.scanned, lang)];
  if (lang === "ru") return `Найдено записей: ${count}. Просмотрено: ${scanned}.`;
  return `${count} ${found.count === 1 ? "entry" : "entries"} found, ${scanned} scanned.`;
}

/** The result in words, with the newest entries as sentences. */
export function summaryText(
  found: Collected,
  input: { entries: EntryView[]; users: Record<string, UserView>; lang: Lang },
): string {
  const { entries, users, lang } = input;
  const lines = entries.map(
    (entry) => `${entry.timestampX} ${summarize(entry, users, lang)} (${entry.auditTypeId})`,
  );
  const rest = found.count - entries.length;
  if (rest > 0)
    lines.push(
      lang === "ru" ? `… и ещё ${number(rest, lang)}` : `… and ${number(rest, lang)} more`,
    );
  return [resultText(found, lang), ...lines].join("\n");
}

export function faultText(fault: PropertyFault, lang: Lang): string {
  const name = properties.find(({ key }) => key === fault.at)?.name[lang] ?? fault.at;
  const text = fault.text[lang];
  return lang === "ru"
    ? `Свойство «${name}» (${fault.at}): ${text}.`
    : `Property “${name}” (${fault.at}): ${text}.`;
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
