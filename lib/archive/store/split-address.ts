import { toAddress } from "../../filter/index.ts";

/** Text of an inet, and the address as sent where that is not how the database writes it. */
export interface SplitAddress {
  addr: string | null;
  addrText: string | null;
}

// What is its own usual form in the database, too.
const USUAL_V4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const USUAL_V6 = /^(?:[1-9a-f][0-9a-f]{0,3}:){7}[1-9a-f][0-9a-f]{0,3}$/;

const NONE: SplitAddress = { addr: null, addrText: null };
const MAX_KNOWN = 20_000;
const known = new Map<string, SplitAddress>();

export function splitAddress(text: string): SplitAddress {
  if (text === "") return NONE;
  if (USUAL_V4.test(text) || USUAL_V6.test(text)) return { addr: text, addrText: null };
  const found = known.get(text);
  if (found !== undefined) return found;
  if (known.size >= MAX_KNOWN) known.clear();
  const split = readAddress(text);
  if (text.length <= 50) known.set(text, split);
  return split;
}

function readAddress(text: string): SplitAddress {
  const addr = toAddress(text);
  // The database writes some addresses that begin with zeros in a form of its own: ::ffff:10.0.0.1.
  const isSame = addr === text && (!text.startsWith("::") || text === "::1");
  return { addr, addrText: isSame ? null : text };
}
