import fc from "fast-check";

const PIECES = [
  ...['"', "'", "\\", "{", "}", "[", "]", ":", ";", "=", "&", "&amp;", "&#34;", "%", "%3D", "%22"],
  ...[" ", " - ", " – ", "/", "/rest/1/abc/", "/REST/", "bearer abcdefghij", "Basic\t", "+", "@"],
  ...[
    "password",
    "token",
    "auth",
    "0f".repeat(40),
    "0f".repeat(33),
    's:8:"',
    'a:1:{s:3:"',
    "i:159593001;",
  ],
  ...[
    "YXV0aD14eHh4",
    "cGFzc3dvcmQ9aHVudGVyMg==",
    "\\u0022",
    "\ufffd",
    "é",
    "пароль",
    "\n",
    "\u00a0",
  ],
  ...["requestId", "3d2b", "%253A", "1", ",", '"requestId":"', '"}', "\ud800"],
];
/** Pieces that the rules of masking begin with, in any order. */
export const texts = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 6 })), { maxLength: 14 })
  .map((pieces) => pieces.join(""));
/** The same as they stand in texts, in JSON and in what PHP serialized. */
export const described = fc.oneof(
  texts,
  texts.map((text) => JSON.stringify({ a: text, requestId: [text] })),
  texts.map((text) => `a:1:{s:${Buffer.byteLength(text)}:"${text}";i:12;}`),
  texts.map((text) => JSON.stringify({ a: Buffer.from(text).toString("base64") })),
);
