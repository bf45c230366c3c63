import type { Span } from "./mask-quoted.ts";
import { quotedValue } from "./mask-quoted.ts";
import { isSecretKey } from "./secret-keys.ts";

const MAX_NAME = 60;
const STARS = "***";

const CONNECTOR = / {1,2}(?:is|was|are|равен|пользователя|для входа)$/i;
const ASCII_NAME = /[a-z0-9_.-]{1,60}$/i;
// Words that people write and names of fields do not have.
const PHRASE =
  /(?<![\p{L}\p{N}_])(?:парол[а-яё]{1,3}|токен[а-яё]{0,3}|пин-?код|код (?:подтверждения|доступа|авторизации|входа|проверки)|(?:secret|private|access|api|encryption|license) key|(?:confirmation|verification|security|access|login|sms|one-time) code|pass (?:phrase|word)|passwort|kennwort|contraseña|senha|parola|hasło|mot de passe)$/iu;
// What stands before a secret that is only said to be in some state.
const ORDINARY_EN =
  /^(?:an?|the|is|are|was|were|be|been|being|has|have|had|not?|non|none|null|nil|undefined|empty|missing|required|optional|invalid|valid|expir\p{L}*|incorrect|correct|wrong|chang\p{L}*|updat\p{L}*|reset|set|unset|creat\p{L}*|delet\p{L}*|remov\p{L}*|revok\p{L}*|refresh\p{L}*|renew\p{L}*|generat\p{L}*|accept\p{L}*|reject\p{L}*|refus\p{L}*|denied|fail\p{L}*|error|ok|okay|yes|true|false|on|off|unknown|too|does|do|did|please|enter|must|should|can|cannot|could|will|would|may|for|from|to|of|in|at|by|and|or|with|without|if|when|hidden|disabled|enabled|blocked|locked|forgot\p{L}*|confirm\p{L}*|verif\p{L}*|success\p{L}*|mismatch\p{L}*|never|already|array|object|string|integer|boolean)$/iu;
const ORDINARY_RU =
  /^(?:не|нет|да|ни|был[аои]?|для|от|из|на|по|при|слишком|долж\p{L}*|нужно|введите|укажите|введ[её]н\p{L}*|указан\p{L}*|задан\p{L}*|неверн\p{L}*|неправильн\p{L}*|верн\p{L}*|измен[её]?н\p{L}*|изменил\p{L}*|ист[её]к\p{L}*|просроч\p{L}*|обязат\p{L}*|отсутств\p{L}*|пуст\p{L}*|сброш\p{L}*|обновл\p{L}*|удал\p{L}*|создан\p{L}*|установл\p{L}*|принят\p{L}*|отклон\p{L}*|отозван\p{L}*|действ\p{L}*|недейств\p{L}*|успешн\p{L}*|ошибк\p{L}*|скрыт\p{L}*|истечен\p{L}*|смен[аеуы]|сменен\p{L}*|подтвержд\p{L}*)$/iu;
// Blanks and the tags of a mail between a name and its value; a line break ends the sentence.
const GAP = /(?:[ \t]|&nbsp;|<\/?[a-z]{1,10}[^<>\r\n]{0,60}>){0,8}/iy;
const WORD = /[\p{L}-]{1,40}(?=[.,;:!?)\]}]{0,3}(?:[ \t\r\n"'<>\\]|$))/uy;
const NEXT_WORD = /[.,;:!?)\]}]{0,3}[ \t]{1,4}\p{L}/uy;
// Titles of actions, after which comes who or when: `Смена пароля: user 15`; and what parsers complain of.
const ACTION =
  /(?<![\p{L}\p{N}_])(?:смен[аеуы]|сброс[а-яё]{0,3}|измен[её]?н[а-яё]{0,4}|изменил[а-яё]{0,2}|восстановлени[а-яё]{1,2}|unexpected)$/iu;
// A day, a path of a page, signs alone.
const NO_SECRET =
  /^(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?!\p{L})|\/(?:[a-z_.-]+\/)+(?:\d{1,12}\/?)?|[^\p{L}\p{N}]+)$/u;
const STOP = /[ \t\r\n"'<>]|(?<!\\)\\+(?![\\/])/g;
const CLOSING = ".,;:)]}";

interface SentencePlace {
  text: string;
  /** Where the sign between name and value stands, and how long it is. */
  at: number;
  sign: string;
  /** A name never reaches back over this position. */
  floor: number;
  /** The text states its sizes: what is put in must be as long as what it replaces. */
  keepsSize: boolean;
}

/**
 * The value in `password: hunter2`, `Password is: x`, `пароль: x` and, at a line's start, `token - abc`. What says
 * something about the secret, as in `token: expired`, stays; of a sentence that goes on in plain words, all does.
 */
export function sentenceSpan(place: SentencePlace): Span | null {
  const { text, at, sign, floor } = place;
  if (!isWordBefore(text, at)) return null;
  const from = skip(GAP, text, at + sign.length);
  const first = text[from];
  if (first === undefined || "\r\n<>".includes(first)) return null;
  if (!isSecretBefore(text.slice(Math.max(floor, at - MAX_NAME, 0), at), sign)) return null;
  const quoted = quotedValue(text, from);
  if (quoted !== null) return sized(place, quoted);
  if (isOrdinary(text, from, sign)) return null;
  STOP.lastIndex = from;
  let to = STOP.exec(text)?.index ?? text.length;
  while (to > from + 1 && CLOSING.includes(text[to - 1] ?? "")) to -= 1;
  if (to <= from || NO_SECRET.test(text.slice(from, to))) return null;
  return sized(place, { from, to, text: STARS });
}

// Most colons stand behind a quote, a word of one letter or a size: they cost no more than this look.
function isWordBefore(text: string, at: number): boolean {
  let end = at;
  while (end > at - 2 && text[end - 1] === " ") end -= 1;
  if (!isWordCode(text.charCodeAt(end - 1)) || !isWordCode(text.charCodeAt(end - 2))) return false;
  while (isDigit(text.charCodeAt(end - 1))) end -= 1;
  return isWordCode(text.charCodeAt(end - 1)) || text.charCodeAt(end - 1) === 0x2e;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isWordCode(code: number): boolean {
  const lower = code | 0x20;
  const isAscii = (lower >= 0x61 && lower <= 0x7a) || isDigit(code);
  return isAscii || code === 0x2d || code === 0x5f || code > 0x7f;
}

function isSecretBefore(region: string, sign: string): boolean {
  const trimmed = region.trimEnd();
  if (region.length - trimmed.length > 2 || !/[\p{L}\p{N}]$/u.test(trimmed)) return false;
  const name = trimmed.replace(CONNECTOR, "");
  const known = PHRASE.exec(name)?.[0] ?? secretName(name);
  if (known === null) return false;
  const before = name.slice(0, name.length - known.length);
  if (ACTION.test(before.trimEnd())) return false;
  // A dash is also what stands between a title and its site: only a line's first word counts.
  if (sign !== ":") return /(?:^|[\r\n>]) {0,4}$/.test(before);
  return !/[/@]$/.test(before);
}

function secretName(name: string): string | null {
  const found = ASCII_NAME.exec(name)?.[0];
  return found !== undefined && isSecretKey(found) ? found : null;
}

function isOrdinary(text: string, from: number, sign: string): boolean {
  // `Authorization: Bearer …` has a rule of its own, which leaves the scheme readable.
  if (/^(?:bearer|basic)[ \t]/i.test(text.slice(from, from + 8))) return true;
  WORD.lastIndex = from;
  const word = WORD.exec(text)?.[0];
  if (word === undefined) return sign !== ":" && isFollowed(text, stopOf(text, from));
  return ORDINARY_EN.test(word) || ORDINARY_RU.test(word) || isFollowed(text, from + word.length);
}

function stopOf(text: string, from: number): number {
  const limited = text.slice(from, from + 200).search(/[ \t\r\n]/);
  return limited === -1 ? from : from + limited;
}

function isFollowed(text: string, at: number): boolean {
  NEXT_WORD.lastIndex = at;
  return NEXT_WORD.test(text);
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function sized({ keepsSize }: SentencePlace, span: Span): Span {
  return keepsSize ? { ...span, text: "*".repeat(span.to - span.from) } : span;
}
