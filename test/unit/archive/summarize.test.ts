import { describe, expect, test } from "vitest";
import {
  entryUserIds,
  EVENT_WORDS,
  eventTitle,
  eventTypeOf,
  knownEventTypes,
  parseEntry,
  summarize,
  type UserView,
} from "../../../lib/archive/index.ts";

const person = (id: number, name: string): UserView => ({
  id,
  name,
  photoUrl: null,
  isActive: true,
  isKnown: true,
});
const users = { "1": person(1, "Ann Admin"), "14": person(14, "Анна Петрова") };

function sentences(fields: Record<string, unknown>): [string, string] {
  const entry = parseEntry({ id: 1, remoteAddr: "192.0.2.4", moduleId: "main", ...fields });
  return [summarize(entry, users, EVENT_WORDS.en), summarize(entry, users, EVENT_WORDS.ru)];
}

describe("a sentence about an entry", () => {
  test.each<[Record<string, unknown>, string, string]>([
    [
      {
        auditTypeId: "USER_AUTHORIZE",
        itemId: "14",
        userId: 14,
        description: '{"method":"password"}',
      },
      "Анна Петрова signed in with a password from 192.0.2.4",
      "Пользователь Анна Петрова вошёл по паролю с адреса 192.0.2.4",
    ],
    [
      {
        auditTypeId: "USER_AUTHORIZE",
        itemId: "14",
        userId: 14,
        description: '{"userId":14,"previousUserId":1,"method":"loginAs"}',
      },
      "Ann Admin signed in as Анна Петрова from 192.0.2.4",
      "Пользователь Ann Admin вошёл под именем Анна Петрова с адреса 192.0.2.4",
    ],
    [
      {
        auditTypeId: "USER_AUTHORIZE",
        itemId: "1",
        userId: 1,
        description: '{"method":"rest","applicationId":5}',
      },
      "Ann Admin used REST through application 5 from 192.0.2.4",
      "Пользователь Ann Admin обратился к REST через приложение 5 с адреса 192.0.2.4",
    ],
    [
      { auditTypeId: "USER_LOGIN", itemId: "who", userId: null },
      'Someone failed to sign in as "who" from 192.0.2.4',
      "Неудачный вход под логином «who» с адреса 192.0.2.4",
    ],
    [
      { auditTypeId: "USER_LOGIN", itemId: "who", userId: 14 },
      "Анна Петрова failed to sign in from 192.0.2.4",
      "Пользователь Анна Петрова не смог войти с адреса 192.0.2.4",
    ],
    [
      { auditTypeId: "USER_EDIT", itemId: "14", userId: 1, remoteAddr: "" },
      "The profile of Анна Петрова was changed by Ann Admin",
      "Изменён профиль: пользователь Анна Петрова — выполнил пользователь Ann Admin",
    ],
    [
      { auditTypeId: "USER_LOGOUT", itemId: "99", userId: 99, remoteAddr: "" },
      "#99 signed out",
      "Пользователь #99 вышел",
    ],
    [
      { auditTypeId: "USER_BLOCKED", itemId: "14", description: '{"attempts":5,"blockPeriod":30}' },
      "Анна Петрова was blocked after 5 failed attempts from 192.0.2.4",
      "Заблокирован пользователь Анна Петрова: неудачных попыток входа 5 с адреса 192.0.2.4",
    ],
    [
      { auditTypeId: "IBLOCK_ELEMENT_EDIT", itemId: "25", userId: 1, remoteAddr: "" },
      "List element changed: 25 by Ann Admin",
      "Элемент списка: изменение: 25 — выполнил пользователь Ann Admin",
    ],
    [
      { auditTypeId: "PARTNER_THING", itemId: "UNKNOWN", userId: 0, remoteAddr: "" },
      "PARTNER_THING",
      "PARTNER_THING",
    ],
  ])("is readable in both languages: %j", (fields, en, ru) => {
    expect(sentences(fields)).toEqual([en, ru]);
  });

  test("exists for every known type, whatever is missing", () => {
    for (const { code } of knownEventTypes()) {
      const [en, ru] = sentences({ auditTypeId: code, remoteAddr: "" });

      expect(en).toMatch(/\S/);
      expect(ru).toMatch(/[а-я]/);
      expect(`${en}${ru}`).not.toMatch(/undefined|null|NaN|\[object/);
    }
  });
});

describe("the table of event types", () => {
  test("names failed and successful sign-ins for what they are", () => {
    expect(eventTypeOf("USER_LOGIN")).toMatchObject({ kind: "sign-in-failed", isKnown: true });
    expect(eventTypeOf("USER_AUTHORIZE")).toMatchObject({ kind: "sign-in", isKnown: true });
    expect(eventTitle("USER_INFO", EVENT_WORDS.ru)).toBe("Запрос смены пароля");
  });

  test("shows the code of a type it does not know, and never a member of Object", () => {
    expect(eventTypeOf("constructor")).toMatchObject({ isKnown: false });
    expect(eventTitle("constructor", EVENT_WORDS.en)).toBe("constructor");
    expect(sentences({ auditTypeId: "constructor", remoteAddr: "" })).toEqual([
      "constructor",
      "constructor",
    ]);
    expect(eventTypeOf("SALE_SOMETHING")).toMatchObject({ kind: "shop", isKnown: true });
  });

  test("tells which users an entry is about", () => {
    const entry = parseEntry({
      id: 1,
      auditTypeId: "USER_AUTHORIZE",
      itemId: "14",
      userId: 14,
      description: '{"previousUserId":1}',
    });
    const other = parseEntry({ id: 2, auditTypeId: "GROUP_ADDED", itemId: "7", userId: 0 });

    expect(entryUserIds([entry, other])).toEqual([14, 1]);
  });
});
