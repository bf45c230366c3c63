import { toAddress } from "../../filter/index.ts";
import { readTime } from "../store/entry-time.ts";

interface Cells {
  at: number;
  timeText: string | null;
  addr: string | null;
  addrText: string | null;
  uriId: number | null;
  uri: string | null;
}

/** What the row holds beside its hashed texts, and is searched by, but does not repeat them; null when all does. */
export function findUnlike(cells: Cells): string | null {
  if (!isAtItsTime(cells)) return "its moment is not its time";
  if (!isItsAddress(cells)) return "its address is not the one that was sent";
  if (cells.uriId !== null && cells.uri !== null) return "its page stands there twice";
  return null;
}

const DAY_MS = 86_400_000;
const EARLIEST = Date.UTC(2000, 0, 1);

// Where the time is kept as sent, the moment beside it must be the same; a time that could not be true when it was
// stored has the moment of storing, which nothing proves.
function isAtItsTime({ at, timeText }: Cells): boolean {
  if (timeText === null) return true;
  const told = readTime(timeText);
  return told === null || told < EARLIEST || told === at || told > at + DAY_MS;
}

// The database writes some addresses in a form of its own, so both are read before they are compared.
function isItsAddress({ addr, addrText }: Cells): boolean {
  if (addrText === null) return true;
  const told = toAddress(addrText);
  return addr === null ? told === null : told !== null && toAddress(inGroups(addr)) === told;
}

// Of an address that begins with zeros the database writes the end with dots, which is no form that is sent.
function inGroups(addr: string): string {
  const bytes = /^::(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(addr)?.slice(1).map(Number);
  if (bytes === undefined) return addr;
  const [one = 0, two = 0, three = 0, four = 0] = bytes;
  return `::${(one * 256 + two).toString(16)}:${(three * 256 + four).toString(16)}`;
}
