import ipaddr from "ipaddr.js";
import { WIDE, type Address } from "./cells.ts";

/** The number a user is packed under: none is told apart from user 0, and numbers below 0 have theirs. */
export function userCell(userId: number | null): number {
  if (userId === null) return 0;
  return userId >= 0 ? userId * 2 + 1 : userId * -2;
}

export function cellUser(cell: number): number | null {
  if (cell === 0) return null;
  return cell % 2 === 1 ? (cell - 1) / 2 : cell / -2;
}

const FOUR_BYTES = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

/** What an address as it is shown is packed as. */
export function addressCell(text: string | null): Address {
  if (text === null) return "";
  const parts = FOUR_BYTES.exec(text)?.slice(1);
  const cell = parts === undefined ? wideCell(text) : numberCell(parts);
  // Only what comes out again as it was.
  return cellAddress(cell) === text ? cell : text;
}

function numberCell(parts: string[]): number {
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

function wideCell(text: string): string {
  if (!text.includes(":") || !ipaddr.IPv6.isValid(text)) return text;
  return WIDE + Buffer.from(ipaddr.IPv6.parse(text).toByteArray()).toString("latin1");
}

export function cellAddress(cell: Address): string {
  if (typeof cell === "number") {
    return [cell >>> 24, (cell >>> 16) & 255, (cell >>> 8) & 255, cell & 255].join(".");
  }
  if (!cell.startsWith(WIDE)) return cell;
  return ipaddr.fromByteArray([...Buffer.from(cell.slice(1), "latin1")]).toString();
}
