export { readNetwork } from "./networks.ts";
export type { NetworkFault } from "./networks.ts";

export const TOKEN_SCOPES = ["log:read", "runs:read", "events:read"] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** What every token begins with, and how long it is. */
export const TOKEN_START = "lb_";
export const TOKEN_LENGTH = 64;

export const TOKEN_LIMITS = { kept: 50, name: 80, networks: 50, perMinute: 600, maxDays: 3_650 };
export const READER_LIMIT = 200;
export const READINGS_KEPT_DAYS = 365;

export type TokenState = "active" | "expired" | "revoked";

/** Why a token that there is was refused. */
export const TOKEN_REFUSALS = [
  "revoked",
  "expired",
  "portal",
  "network",
  "scope",
  "other_portal",
  "rate",
] as const;
export type TokenRefusal = (typeof TOKEN_REFUSALS)[number];

export interface TokenView {
  id: string;
  name: string;
  /** Its first characters. */
  prefix: string;
  scopes: TokenScope[];
  /** None: from anywhere. */
  networks: string[];
  state: TokenState;
  createdBy: { id: number; name: string };
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
  lastUsedAt: string | null;
  lastAddress: string | null;
  /** Its last refusal; null when there was none. */
  refused: { at: string; address: string | null; reason: TokenRefusal } | null;
}

/** The only answer that holds the token itself. */
export interface MadeToken {
  token: string;
  view: TokenView;
}

export const READING_KINDS = ["view", "search", "export", "api"] as const;
export type ReadingKind = (typeof READING_KINDS)[number];

export interface ReadingView {
  id: string;
  at: string;
  kind: ReadingKind;
  /** A person or a token, by the name it had then. */
  who: { kind: "user"; id: number; name: string } | { kind: "token"; id: string; name: string };
  address: string | null;
  method: string;
  query: unknown;
  rows: number | null;
  durationMs: number;
  /** How many requests this is: a page that stays open asks again and again. */
  times: number;
}

export interface ReadingPage {
  items: ReadingView[];
  nextCursor: string | null;
  keptDays: number;
}

export interface PersonView {
  id: number;
  name: string;
  photoUrl: string | null;
}

export interface ReaderView {
  id: number;
  name: string;
  photoUrl: string | null;
  isActive: boolean;
  addedBy: { id: number; name: string };
  addedAt: string;
}
