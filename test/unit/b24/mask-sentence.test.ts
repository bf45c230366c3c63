import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maskEntry, maskText } from "../../../lib/b24/index.ts";

describe("what only looks like a secret stays", () => {
  test.each([
    "Смена пароля: user15",
    "Сброс пароля: user15",
    "Изменен пароль: 15.02.2026",
    "Invalid csrf token: /crm/deal/details/5/",
    "SyntaxError: Unexpected token: }",
    "Unexpected token: abc1",
    "password: ***",
  ])("%j", (text) => {
    expect(maskText(text)).toBe(text);
  });
});

describe("secrets in plain sentences are masked", () => {
  test.each([
    ["password: hunter2", "password: ***"],
    ["Password is: x", "Password is: ***"],
    ["password : hunter2", "password : ***"],
    ["password:hunter2", "password:***"],
    ["PASSWORD: Hunter-2!", "PASSWORD: ***"],
    ["pwd: a1", "pwd: ***"],
    ["password1: hunter2", "password1: ***"],
    ["token.12: x1y2", "token.12: ***"],
    ["The new password: s3cret, valid for a day", "The new password: ***, valid for a day"],
    ["Your password is: swordfish.", "Your password is: ***."],
    ["password: swordfish", "password: ***"],
    ["login: bob\npassword: swordfish\nurl: https://x.example.com", null],
    ["password: 'two words' end", "password: '***' end"],
    ['password: "two words" end', 'password: "***" end'],
    ["Login: bob<br>Password: hunter2<br>Bye", "Login: bob<br>Password: ***<br>Bye"],
    ["<b>Password:</b> hunter2", "<b>Password:</b> ***"],
    ["пароль: x", "пароль: ***"],
    ["Ваш пароль: йцукен1", "Ваш пароль: ***"],
    ["Новый пароль пользователя: qwe123 (временный)", null],
    ["Пароль для входа: кошка", "Пароль для входа: ***"],
    ["Токен: abcdef", "Токен: ***"],
    ["Код подтверждения: 1234", "Код подтверждения: ***"],
    ["Your verification code is: 123456", "Your verification code is: ***"],
    ["API key: 5f4dcc3b", "API key: ***"],
    ["access_token: abc123", "access_token: ***"],
    ["client_secret: abc123 scope: task", "client_secret: *** scope: task"],
    ["token - abc", "token - ***"],
    ["login - bob\nпароль — x1", "login - bob\nпароль — ***"],
    ["sessid: 0123abcd", "sessid: ***"],
    ["Authorization: Bearer abcdefghijk", "Authorization: Bearer ***"],
    ["Authorization: abcdefghijk", "Authorization: ***"],
    ["passwort: geheim1", "passwort: ***"],
    ["mot de passe: abc1", "mot de passe: ***"],
    ["{token: abc1, x: 1}", "{token: ***, x: 1}"],
  ])("%j", (given, expected) => {
    const result = maskText(given);

    if (expected === null) expect(result).not.toMatch(/swordfish|qwe123/);
    else expect(result).toBe(expected);
    expect(maskText(result)).toBe(result);
  });

  test("also inside a JSON text, which stays one", () => {
    const text = JSON.stringify({ a: "password: hunter2", b: "x\npassword: q1\nend" });

    expect(JSON.parse(maskText(text))).toEqual({
      a: "password: ***",
      b: "x\npassword: ***\nend",
    });
  });

  test("also in a serialized text, whose stated sizes stay right", () => {
    const description = 'a:1:{s:4:"TEXT";s:25:"password: hunter2 for Bob";}';
    const fields = { itemId: "", requestUri: "", userAgent: null };

    expect(maskEntry({ ...fields, auditTypeId: "OTHER", description }).description).toBe(
      'a:1:{s:4:"TEXT";s:25:"password: ******* for Bob";}',
    );
  });
});

describe("ordinary text stays as it is", () => {
  test.each([
    "password changed",
    "password 57: x1y2",
    "token: expired",
    "Token: expired.",
    "Password: changed by the user",
    "Invalid token: the request was refused",
    "Error while checking the token: connection refused by the host",
    "Wrong password: access denied",
    "password: required",
    "Password: must contain 8 characters",
    "password: null",
    "Password: not set",
    "пароль изменён",
    "Пароль: изменён",
    "пароль: не задан",
    "Неверный пароль: доступ закрыт администратором",
    "Токен: истёк",
    "Токен: недействителен",
    "Reset password - Bitrix24",
    "Change password - My Company",
    "Password - the rules of our company",
    "tokens - how they work",
    "time: 12:30:45",
    "PASSWORD_LENGTH: 6",
    "applicationPasswordId: 9",
    "author: Bob",
    "compass: north",
    "bypass: 10",
    "key: value",
    "code: 5",
    "Error: code 5 - retry",
    "http://auth:8080/path",
    "urn:isbn:123",
    "password:\nnext line 1",
    "password:",
    "The tokens of the portal: 5 of 10",
    "passport: 1234",
    "Смена пароля пользователя Иван Петров",
    "Сделка - Токенизация: этап 2",
  ])("%j", (text) => {
    expect(maskText(text)).toBe(text);
  });

  test("as do addresses, where a colon starts no value", () => {
    const fields = { auditTypeId: "OTHER", itemId: "", userAgent: null, description: null };
    const requestUri = "/pub/token:abc1/x?a=password:y1";

    expect(maskEntry({ ...fields, requestUri }).requestUri).toBe(requestUri);
  });
});

const secret = fc.stringMatching(/^zq[a-zA-Z0-9]{6,20}[0-9]qz$/);
const name = fc.constantFrom("password", "Password is", "пароль", "token", "API key", "pwd");
const gap = fc.constantFrom(": ", ":", " : ", ":  ");
const noise = fc.string({ unit: "grapheme", maxLength: 30 });

test("no secret gets through, whatever stands around it", () => {
  fc.assert(
    fc.property(noise, name, gap, secret, noise, (before, key, sign, value, after) => {
      const text = `${before}\n${key}${sign}${value} ${after}`;
      expect(maskText(text)).not.toContain(value);
    }),
  );
});
