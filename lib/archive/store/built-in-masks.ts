import type { Lang } from "../lang.ts";

/** A rule that always holds, in words. */
export interface BuiltInMask {
  id: string;
  title: Record<Lang, string>;
  /** A text that it masks, as it is shown then. */
  example: string;
}

const MASKS: readonly BuiltInMask[] = [
  {
    id: "passwords",
    title: {
      en: "Values named as passwords, check words, PINs and one-time codes",
      ru: "Значения с именами паролей, контрольных слов, PIN и одноразовых кодов",
    },
    example: '{"PASSWORD":"***"}',
  },
  {
    id: "tokens",
    title: {
      en: "Values named as tokens, keys, secrets and signatures",
      ru: "Значения с именами токенов, ключей, секретов и подписей",
    },
    example: '{"access_token":"***"}',
  },
  {
    id: "sessions",
    title: {
      en: "Session numbers, cookies and authorization headers",
      ru: "Номера сессий, cookie и заголовки авторизации",
    },
    example: "PHPSESSID=***",
  },
  {
    id: "addresses",
    title: {
      en: "In addresses also: code, hash, key, sid, sign, state, ticket",
      ru: "В адресах также: code, hash, key, sid, sign, state, ticket",
    },
    example: "/oauth/?code=***&state=***",
  },
  {
    id: "webhooks",
    title: { en: "Secrets of incoming webhooks", ru: "Секреты входящих вебхуков" },
    example: "/rest/1/***/user.current.json",
  },
  {
    id: "schemes",
    title: {
      en: "What follows Bearer and Basic, and passwords inside of addresses",
      ru: "То, что стоит после Bearer и Basic, и пароли внутри адресов",
    },
    example: "https://user:***@example.com/",
  },
  {
    id: "long",
    title: {
      en: "Hexadecimal texts of 66 characters and more",
      ru: "Шестнадцатеричные тексты от 66 символов",
    },
    example: "***",
  },
  {
    id: "phones",
    title: {
      en: "Phone numbers in sent messages",
      ru: "Номера телефонов в отправленных сообщениях",
    },
    example: "***",
  },
  {
    id: "private",
    title: {
      en: "Of deleted users: the fields of e-mail, phone numbers, birthday and all PERSONAL_ ones",
      ru: "У удалённых пользователей: поля почты, телефонов, дня рождения и все PERSONAL_",
    },
    example: "***",
  },
  {
    id: "sentences",
    title: {
      en: "Passwords, tokens and codes in plain sentences",
      ru: "Пароли, токены и коды в обычных предложениях",
    },
    example: "password: ***",
  },
];

/** What is masked in every portal and cannot be switched off. */
export function builtInMasks(): readonly BuiltInMask[] {
  return MASKS;
}
