import {
  readNetwork,
  TOKEN_LIMITS,
  type NetworkFault,
  type TokenScope,
} from "../../../../../../lib/access/shared.ts";
import type { TokenDraft } from "./use-access.ts";

export const EXPIRIES = ["30", "90", "365", "never", "date"] as const;
export type Expiry = (typeof EXPIRIES)[number];

/** What stands in the form of a new token. */
export interface TokenForm {
  name: string;
  scopes: TokenScope[];
  /** One in each line, or with commas between. */
  networks: string;
  expiry: Expiry;
  /** The last day, for an expiry by date: `2027-01-31`. */
  date: string;
}

export const EMPTY_TOKEN: TokenForm = {
  name: "",
  scopes: ["log:read"],
  networks: "",
  expiry: "90",
  date: "",
};

export interface TokenFault {
  at: "name" | "scopes" | "networks" | "expiry";
  reason: "name" | "scopes" | "tooMany" | "date" | `network_${NetworkFault["reason"]}`;
  text: string;
  network: string;
}

const DAY_MS = 86_400_000;

/** The first thing that is wrong; null when it may be sent. */
export function tokenFault(form: TokenForm, now: Date): TokenFault | null {
  const fault = (at: TokenFault["at"], reason: TokenFault["reason"]): TokenFault => {
    return { at, reason, text: "", network: "" };
  };
  if (form.name.trim() === "") return fault("name", "name");
  if (form.scopes.length === 0) return fault("scopes", "scopes");
  const networks = listNetworks(form.networks);
  if (networks.length > TOKEN_LIMITS.networks) return fault("networks", "tooMany");
  for (const text of networks) {
    const read = readNetwork(text);
    if ("network" in read) continue;
    const network = read.fault.reason === "inside" ? read.fault.network : "";
    return { ...fault("networks", `network_${read.fault.reason}`), text, network };
  }
  const end = expiryOf(form, now);
  if (end === "wrong") return fault("expiry", "date");
  return null;
}

export function toDraft(form: TokenForm, now: Date): TokenDraft {
  const end = expiryOf(form, now);
  return {
    name: form.name.trim(),
    scopes: form.scopes,
    networks: listNetworks(form.networks),
    expiresAt: end instanceof Date ? end.toISOString() : null,
  };
}

function listNetworks(text: string): string[] {
  return text.split(/[\s,;]+/).filter((part) => part !== "");
}

// A date is meant whole: the token ends when that day does, where the person is.
function expiryOf({ expiry, date }: TokenForm, now: Date): Date | "never" | "wrong" {
  if (expiry === "never") return "never";
  if (expiry !== "date") return new Date(now.getTime() + Number(expiry) * DAY_MS);
  const end = /^\d{4}-\d\d-\d\d$/.test(date) ? new Date(`${date}T23:59:59.999`) : null;
  if (end === null || Number.isNaN(end.getTime())) return "wrong";
  const days = (end.getTime() - now.getTime()) / DAY_MS;
  return days > 0 && days <= TOKEN_LIMITS.maxDays ? end : "wrong";
}
