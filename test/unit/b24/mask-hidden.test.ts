import { describe, expect, test } from "vitest";
import { decodeDescription, parseEntry } from "../../../lib/archive/index.ts";
import { compileMasks, maskEntry } from "../../../lib/b24/index.ts";

const fields = { auditTypeId: "OTHER", itemId: "", requestUri: "", userAgent: null };
const about = (description: string): string => maskEntry({ ...fields, description }).description;
const coded = (text: string): string => Buffer.from(text).toString("base64");
const sized = (text: string): string => `s:${Buffer.byteLength(text)}:"${text}";`;
const listed = (name: string, text: string): string => `a:1:{${sized(name)}${sized(text)}}`;

describe("secrets behind escapes are masked, and what stands around them stays", () => {
  test.each([
    [
      '{"html":"&quot;PASSWORD&quot;:&quot;hunter2&quot;"}',
      '{"html":"&quot;PASSWORD&quot;:&quot;***&quot;"}',
    ],
    [
      '{"html":"&#34;PASSWORD&#34;&#58;&#34;hunter2&#34;"}',
      '{"html":"&#34;PASSWORD&#34;&#58;&#34;***&#34;"}',
    ],
    [
      '{"html":"&#x22;PASSWORD&#X22;&#x3A;&#x22;hunter2&#x22;"}',
      '{"html":"&#x22;PASSWORD&#X22;&#x3A;&#x22;***&#x22;"}',
    ],
    ['{"a":"password&#61;hunter2"}', '{"a":"password&#61;***"}'],
    ['{"a":"password&#x3D;hunter2&amp;b=1"}', '{"a":"password&#x3D;***&amp;b=1"}'],
    ['{"a":"password&#61;&#39;two words&#39; end"}', '{"a":"password&#61;&#39;***&#39; end"}'],
    ['{"a":"&amp;quot;token&amp;quot;:&amp;quot;abc1&amp;quot;"}', null],
    [
      '{"data":"{\\u0022PASSWORD\\u0022:\\u0022hunter2\\u0022}"}',
      '{"data":"{\\u0022PASSWORD\\u0022:\\u0022***\\u0022}"}',
    ],
    ['{"q":"token\\u003dabc123"}', '{"q":"token\\u003d***"}'],
    ['{"q":"token\\u003Dabc123\\u0026b=1"}', '{"q":"token\\u003D***\\u0026b=1"}'],
    ['{"q":"password\\u003a hunter2"}', '{"q":"password\\u003a ***"}'],
    ['{"q":"\\u0026quot;token\\u0026quot;:\\u0026quot;abc123\\u0026quot;"}', null],
    ['{"a":"{\\"b\\":\\"token\\\\u003dabc123\\"}"}', null],
    ["login &quot;PASSWORD&quot;: &quot;hunter2&quot; end", null],
    ["password&#61;hunter2 end", "password&#61;*** end"],
    ['[log] said "hi" password&#61;hunter2', '[log] said "hi" password&#61;***'],
    ['a:1:{s:4:"TEXT";s:900:"Анна password&#61;hunter2', null],
    ['a:1:{s:4:"TEXT";s:900:"&quot;token&quot;:&quot;hunter2', null],
    ['{"q":"token\\u003dabc123', '{"q":"token\\u003d***'],
  ])("%s", (given, expected) => {
    const result = about(given);

    if (expected !== null) expect(result).toBe(expected);
    expect(result).not.toMatch(/hunter2|abc1|two words/);
    if (given.endsWith("}")) expect(() => JSON.parse(result) as unknown).not.toThrow();
    expect(about(result)).toBe(result);
  });

  test.each([
    "&quot;PASSWORD&quot;:&quot;hunter2&quot; Анна",
    "token&#61;hunter2",
    '{"a":"token\\u003dhunter2"}',
  ])("also in a serialized text, whose stated sizes stay right: %s", (text) => {
    const result = about(listed("TEXT", text));

    expect(result).not.toContain("hunter2");
    expect(decodeDescription(result)).toMatchObject({ kind: "php" });
  });

  test("also a name of the portal's own rules", () => {
    const masks = compileMasks([{ kind: "key", value: "badge" }]);
    const description = '{"a":"&quot;badge&quot;:&quot;hunter2&quot;"}';

    expect(maskEntry({ ...fields, description }, masks).description).not.toContain("hunter2");
  });
});

describe("a value in base64 that holds a secret is masked as a whole", () => {
  const secret = coded('{"PASSWORD":"hunter2"}');

  test.each([
    [`{"a":"${secret}","b":1}`, '{"a":"***","b":1}'],
    [`{"a":"==${secret}"}`, '{"a":"***"}'],
    [`{"a":"${coded("password=hunter2")}"}`, '{"a":"***"}'],
    [`{"a":"${coded("pin=1234")}"}`, '{"a":"***"}'],
    [`{"a":"${coded("x?y?z>password=hunter2").replaceAll("/", "\\/")}"}`, '{"a":"***"}'],
    [`{"a":"${coded(`{"b":"${secret}"}`)}"}`, '{"a":"***"}'],
    [`{"a":"{\\"b\\":\\"==${secret}\\"}"}`, '{"a":"***"}'],
    [`{"a":"{\\"x\\":\\"token\\\\u003dabc\\",\\"b\\":\\"${secret}\\"}"}`, '{"a":"***"}'],
    [`a:1:{s:4:"TEXT";s:900:"${secret}`, 'a:1:{s:4:"TEXT";s:900:"***'],
    [secret, "***"],
    [`["${secret}"]`, '["***"]'],
    [listed("TEXT", secret), listed("TEXT", "***")],
  ])("%s", (given, expected) => {
    expect(about(given)).toBe(expected);
  });
});

describe("what is no secret stays as it is", () => {
  test.each([
    '{"html":"&quot;PASSWORD_LENGTH&quot;:&quot;6&quot;"}',
    '{"a":"R&amp;D&#58; all is well &lt;b&gt;"}',
    '{"a":"token&#58; expired"}',
    '{"a":"title\\u003dabc\\u0026page=2"}',
    '{"a":"{\\u0022NAME\\u0022:\\u0022Ann\\u0022}"}',
    '{"a":"\\u0410\\u043d\\u043d\\u0430 &nbsp; \\u00e9t\\u00e9 \\b"}',
    '{"a":"\\u0026auth=***","PASSWORD":"***"}',
    `{"a":"${coded("An ordinary text of some length")}"}`,
    `{"a":"==${coded("Обычный текст")}"}`,
    '{"a":"5f4dcc3b5aa765d61d8327deb882cf99","b":"applicationPasswordId"}',
    'O:8:"stdClass":1:{s:4:"NAME";s:10:"Tom &amp; J";}',
    coded("An ordinary text of some length"),
    "Tom &amp; Jerry: part 2 &copy; 2026",
    listed("TEXT", "password: ******* &amp; more, Анна"),
    listed("TEXT", "&quot;NAME&quot;:&quot;Анна&quot;"),
  ])("%s", (given) => {
    expect(about(given)).toBe(given);
  });
});

const LIMIT_MS = 10_000;

test.each([
  "&quot;",
  "&amp;",
  "\\u0022",
  "\\u005c",
  "&#61;",
  "&quot;auth&quot;:",
  '"\\u0026',
  "YXV0aD14",
  '"YXV0aD14eHh4"',
  '"{\\"&#34;',
])("a megabyte of %s is masked in linear time", (piece) => {
  const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
  const start = performance.now();
  for (const head of ["", '{"a":"', "a:1:{"]) parseEntry({ id: 1, description: head + text });

  expect(performance.now() - start).toBeLessThan(3 * LIMIT_MS);
});

test("base64 in base64, many times over, takes no more time", () => {
  let text = "password=hunter2";
  while (text.length < 500_000) text = `a:1:{"&amp; ${sized(coded(text))}`;
  const start = performance.now();

  expect(about(text)).not.toContain(text.slice(-1_000, -900));
  expect(performance.now() - start).toBeLessThan(LIMIT_MS);
});
