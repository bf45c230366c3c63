import { expect, test } from "vitest";
import { maskText } from "../../../lib/b24/index.ts";

test.each([
  ["it said lbrun_Zm9vYmFyYmF6-_1 to us", "it said lbrun_*** to us"],
  ['{"sent":"whsec_AbCdEf+/0123456789=="}', '{"sent":"whsec_***"}'],
  ["the prefix lbrun_ alone", "the prefix lbrun_ alone"],
])("secrets of our own are masked wherever they stand: %s", (text, masked) => {
  expect(maskText(text)).toBe(masked);
});
