import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeDescription, parseEntry } from "../../../lib/archive/index.ts";

function masked(fields: Record<string, unknown>) {
  return parseEntry({ id: 1, ...fields });
}

const uri = (requestUri: string): string => masked({ requestUri }).requestUri;
const about = (description: string, auditTypeId = "OTHER"): string | null =>
  masked({ description, auditTypeId }).description;

describe("addresses", () => {
  test.each([
    ["/rest/user.get?auth=abc123&x=1", "/rest/user.get?auth=***&x=1"],
    ["/a?code=abc&state=d.e&domain=x", "/a?code=***&state=***&domain=x"],
    ["/a?access_token=1&refresh_token=2#f", "/a?access_token=***&refresh_token=***#f"],
    ["/a?SESSID=1&Key=2&token=3&PASSWORD=4", "/a?SESSID=***&Key=***&token=***&PASSWORD=***"],
    ["/a?USER_CHECKWORD=1&USER_PASSWORD=p;'x", "/a?USER_CHECKWORD=***&USER_PASSWORD=***"],
    ["/a?auth[access_token]=1&b=2", "/a?auth[access_token]=***&b=2"],
    ["/a?auth%5Baccess_token%5D=1&b=2", "/a?auth%5Baccess_token%5D=***&b=2"],
    ["/a?%61uth=1", "/a?%61uth=***"],
    ["/a?backurl=%2Fb%3Fcode%3D12%26y%3D2&z=3", "/a?backurl=%2Fb%3Fcode%3D***%26y%3D2&z=3"],
    ["/a?u=%252Fb%253Fauth%253D12%2526y%253D2", "/a?u=%252Fb%253Fauth%253D***%2526y%253D2"],
    ["/rest/1/k3yk3yk3yk3y/user.get.json", "/rest/1/***/user.get.json"],
    ["/rest/api/1/k3yk3yk3yk3y/main.eventlog.list", "/rest/api/1/***/main.eventlog.list"],
    ["/a?u=%2Frest%2F1%2Fk3yk3y%2Fprofile", "/a?u=%2Frest%2F1%2F***%2Fprofile"],
    [
      "/a?d=%7B%22password%22%3A%22x%2Cy%22%2C%22b%22%3A1%7D",
      "/a?d=%7B%22password%22%3A%22***%22%2C%22b%22%3A1%7D",
    ],
    ['/a?d={"token":"x"}', '/a?d={"token":"***"}'],
  ])("lose their secrets: %s", (given, expected) => {
    expect(uri(given)).toBe(expected);
  });

  test.each([
    "/crm/deal/?a=1:2",
    "/?q=%3Cscript%3E",
    "/company/?IFRAME=Y&forgot=yes",
    "/rest/user.get",
  ])("without secrets stay as they are: %s", (given) => {
    expect(uri(given)).toBe(given);
  });
});

describe("descriptions", () => {
  test("lose what is secret and private of a deleted user, in JSON", () => {
    const row = {
      ID: "15",
      PASSWORD: "$6$x",
      CHECKWORD: "y",
      CHECKWORD_TIME: "2026",
      LOGIN: "anna",
      NAME: "Anna",
      EMAIL: "anna@example.com",
      PERSONAL_PHONE: "+1 000",
      PERSONAL_BIRTHDAY: "2000-01-31",
      PERSONAL_STREET: "Main street 1",
      WORK_POSITION: "Manager",
    };

    const result = about(JSON.stringify(row), "USER_DELETE");

    expect(JSON.parse(result ?? "")).toEqual({
      ...row,
      PASSWORD: "***",
      CHECKWORD: "***",
      EMAIL: "***",
      PERSONAL_PHONE: "***",
      PERSONAL_BIRTHDAY: "***",
      PERSONAL_STREET: "***",
    });
    // In entries of other types they are what the entry is about.
    const changed = JSON.stringify({ EMAIL: row.EMAIL, PERSONAL_STREET: row.PERSONAL_STREET });
    expect(about(changed, "USER_EDIT")).toBe(changed);
  });

  test("lose what is private of a deleted user, as PHP writes it", () => {
    const text = 'a:2:{s:5:"LOGIN";s:4:"anna";s:5:"EMAIL";s:16:"anna@example.com";}';

    expect(about(text, "USER_DELETE")).toBe('a:2:{s:5:"LOGIN";s:4:"anna";s:5:"EMAIL";s:3:"***";}');
  });

  test("keep what only sounds secret", () => {
    const row = JSON.stringify({
      before: { PASSWORD_LENGTH: 6, CHECKWORD_TIMEOUT: 1 },
      storedAuthId: 5,
      applicationPasswordId: 9,
      code: "x",
    });

    expect(about(row)).toBe(row);
  });

  test.each([
    ['{"token":123,"a":1}', '{"token":"***","a":1}'],
    ['{"auth":{"a":["}"],"b":2},"c":3}', '{"auth":"***","c":3}'],
    [
      '{"a":"{\\"password\\":\\"s\\\\\\"x\\",\\"b\\":1}"}',
      '{"a":"{\\"password\\":\\"***\\",\\"b\\":1}"}',
    ],
    ['{"password":"cut off here', '{"password":"***'],
    [
      '{"u":"https:\\/\\/x\\/?auth=a\\/b\\u0026c=1"}',
      '{"u":"https:\\/\\/x\\/?auth=***\\u0026c=1"}',
    ],
    ['{"u":"\\/rest\\/1\\/abcabcabc\\/x"}', '{"u":"\\/rest\\/1\\/***\\/x"}'],
    ['{"password":null,"token":""}', '{"password":null,"token":""}'],
    ["Array ( [PASSWORD] => secret\n[ID] => 1 )", "Array ( [PASSWORD] => ***\n[ID] => 1 )"],
    ["Authorization: Bearer abcdefghijk", "Authorization: Bearer ***"],
    ["see https://user:pa55@x.example.com/", "see https://user:***@x.example.com/"],
    ["login with auth=abc and more", "login with auth=*** and more"],
    ["password = 'two words' end", "password = '***' end"],
    ["error code=5", "error code=5"],
  ])("lose secrets in any form: %s", (given, expected) => {
    expect(about(given)).toBe(expected);
  });

  test("stay readable for PHP when they are serialized", () => {
    const given =
      'a:4:{s:2:"ID";i:10;s:8:"PASSWORD";s:9:"Пар";x";s:5:"token";a:1:{i:0;s:3:"}a}";}s:4:"NAME";s:8:"Анна";}';

    const result = about(given);

    expect(decodeDescription(result)).toEqual({
      kind: "php",
      value: { ID: 10, PASSWORD: "***", token: "***", NAME: "Анна" },
    });
  });

  test("are masked inside base64 too, and left alone where nothing is secret", () => {
    const wrap = (text: string): string => `==${Buffer.from(text).toString("base64")}`;

    expect(about(wrap("GET /?auth=abc"))).toBe(wrap("GET /?auth=***"));
    expect(about(wrap("Обычный текст"))).toBe(wrap("Обычный текст"));
    expect(about("==<script>alert(1)</script>")).toBe("==<script>alert(1)</script>");
  });

  test("lose the phone of a message", () => {
    expect(about("+1 (000) 000-00-00 text", "MESSAGE_SEND")).toBe("*** text");
    expect(about("+10000000000", "MESSAGE_BLOCK")).toBe("***");
  });
});

test("a user agent is masked as well", () => {
  expect(masked({ userAgent: "bot/1 (+https://x/?token=abc)" }).userAgent).toBe(
    "bot/1 (+https://x/?token=***",
  );
});

const keys = ["auth", "access_token", "refresh_token", "PASSWORD", "sessid", "client_secret"];
const secret = fc.stringMatching(/^zq[a-zA-Z0-9]{8,30}qz$/);
const noise = fc
  .string({ unit: "grapheme", maxLength: 30 })
  .filter((text) => !/["'\\%=:;]/.test(text));

const carriers: ((key: string, value: string, text: string) => Record<string, string>)[] = [
  (key, value) => ({ requestUri: `/x?a=1&${key}=${value}&b=2` }),
  (key, value) => ({ requestUri: `/x?b=${encodeURIComponent(`/y?c=1&${key}=${value}&d=1`)}` }),
  (key, value) => ({ requestUri: `/x?b=${encodeURIComponent(JSON.stringify({ [key]: value }))}` }),
  (key, value, text) => ({ description: `${text} ${key}=${value} ${text}` }),
  (key, value, text) => ({ description: JSON.stringify({ text, in: [{ [key]: value, text }] }) }),
  (key, value, text) => ({
    description: JSON.stringify({ text, in: JSON.stringify({ [key]: value }) }),
  }),
  (key, value, text) => ({
    description: `a:2:{s:1:"t";s:${Buffer.byteLength(text)}:"${text}";s:${key.length}:"${key}";s:${value.length}:"${value}";}`,
  }),
  (key, value, text) => ({
    description: `==${Buffer.from(`${text}?${key}=${value}`).toString("base64")}`,
  }),
];

describe("for any text around it", () => {
  test("a secret in a known place never survives, and masking twice changes nothing", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...carriers),
        fc.constantFrom(...keys),
        secret,
        noise,
        (carry, key, value, text) => {
          const fields = carry(key, value, text);
          const once = parseEntry({ id: 1, ...fields });
          const whole = `${once.requestUri} ${once.description ?? ""}`;
          const open = whole.replace(
            /==([a-z0-9+/=]+)/gi,
            (all, inner: string) => `${all} ${Buffer.from(inner, "base64").toString()}`,
          );

          expect(open).not.toContain(value);
          expect(parseEntry({ ...once }).description).toBe(once.description);
          expect(parseEntry({ ...once }).requestUri).toBe(once.requestUri);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test("nothing is ever thrown", () => {
    const wild = fc.string({ unit: "binary", maxLength: 200 });
    const pieces = fc.array(
      fc.constantFrom(
        '"',
        "'",
        "\\",
        "=",
        ":",
        ";",
        "%3D",
        "%22",
        "auth",
        "password",
        "s:8:",
        "{",
        "}",
        "=>",
        "==",
        "\u0000",
      ),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(wild, pieces, (text, parts) => {
        const entry = {
          id: 1,
          requestUri: text + parts.join(""),
          description: parts.join("") + text,
        };

        expect(() => parseEntry(entry)).not.toThrow();
      }),
      { numRuns: 2_000 },
    );
  });
});
