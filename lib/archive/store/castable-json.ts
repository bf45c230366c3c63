import { scalarText } from "../../filter/index.ts";
import { scanJson } from "./scan-json.ts";

const NUMBERS = /-?\d[\d.eE+-]*/g;

/**
 * Whether jsonb takes this valid JSON and then writes its numbers as we do: no zero characters, no halves of
 * characters, no number that is written otherwise than it is read.
 */
export function isCastable(json: string): boolean {
  let isGood = true;
  scanJson(json, {
    quoted: (token) => {
      if (isGood && token.includes("\\")) isGood = isStorable(JSON.parse(token) as string);
    },
    between: (part) => {
      if (isGood) isGood = (part.match(NUMBERS) ?? []).every(isExact);
    },
  });
  return isGood;
}

function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

function isExact(digits: string): boolean {
  const value = Number(digits);
  return (
    (digits.includes(".") || Number.isSafeInteger(value)) &&
    !Object.is(value, -0) &&
    scalarText(value) === digits
  );
}
