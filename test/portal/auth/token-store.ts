import { randomBytes } from "node:crypto";

import type { Clock } from "../clock.ts";

export interface AuthSettings {
  accessLifetimeSeconds: number;
  refreshLifetimeSeconds: number;
}

export interface TokenRecord {
  value: string;
  kind: "access" | "refresh" | "code";
  memberId: string;
  clientId: string;
  userId: number;
  /** What made the portal hand it out: open, frame, refresh, event, activity, code, control. */
  source: string;
  issuedAt: number;
  expiresAt: number;
  state: "live" | "used" | "revoked";
}

export interface TokenPair {
  access: TokenRecord;
  refresh: TokenRecord;
}

export interface TokenOwner {
  memberId: string;
  clientId: string;
  userId: number;
  source: string;
}

const CODE_LIFETIME_SECONDS = 30;

/** 70 hex characters: expiry (little endian), two fixed groups, user, kind and 16 random bytes. */
function tokenText(input: { expiresAt: number; userId: number }): string {
  const expiry = Buffer.alloc(4);
  expiry.writeUInt32LE(Math.floor(input.expiresAt / 1000) >>> 0);
  const user = input.userId.toString(16).padStart(8, "0");
  const random = randomBytes(16).toString("hex");
  return `${expiry.toString("hex")}006f10aa006b12e4${user}000007${random}`;
}

export class TokenStore {
  readonly settings: AuthSettings = {
    accessLifetimeSeconds: 3600,
    refreshLifetimeSeconds: 30 * 24 * 3600,
  };
  readonly #clock: Clock;
  readonly #byValue = new Map<string, TokenRecord>();
  readonly #byMember = new Map<string, TokenRecord[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  #issue(owner: TokenOwner, input: { kind: TokenRecord["kind"]; lifetime: number }): TokenRecord {
    const issuedAt = this.#clock.now();
    const expiresAt = (Math.floor(issuedAt / 1000) + input.lifetime) * 1000;
    const value = tokenText({ expiresAt, userId: owner.userId });
    const record: TokenRecord = {
      ...owner,
      value,
      kind: input.kind,
      issuedAt,
      expiresAt,
      state: "live",
    };
    this.#byValue.set(value, record);
    const own = this.#byMember.get(owner.memberId);
    if (own === undefined) this.#byMember.set(owner.memberId, [record]);
    else own.push(record);
    return record;
  }

  issuePair(owner: TokenOwner): TokenPair {
    return { access: this.issueAccess(owner), refresh: this.#issueRefresh(owner) };
  }

  issueAccess(owner: TokenOwner): TokenRecord {
    return this.#issue(owner, { kind: "access", lifetime: this.settings.accessLifetimeSeconds });
  }

  #issueRefresh(owner: TokenOwner): TokenRecord {
    return this.#issue(owner, { kind: "refresh", lifetime: this.settings.refreshLifetimeSeconds });
  }

  issueCode(owner: TokenOwner): TokenRecord {
    return this.#issue(owner, { kind: "code", lifetime: CODE_LIFETIME_SECONDS });
  }

  find(value: string): TokenRecord | null {
    return this.#byValue.get(value) ?? null;
  }

  isExpired(record: TokenRecord): boolean {
    return this.#clock.now() >= record.expiresAt;
  }

  revokeInstallation(input: { memberId: string; clientId: string }): void {
    for (const record of this.#byMember.get(input.memberId) ?? []) {
      if (record.clientId === input.clientId && record.state === "live") record.state = "revoked";
    }
  }

  all(memberId?: string): TokenRecord[] {
    if (memberId !== undefined) return [...(this.#byMember.get(memberId) ?? [])];
    return [...this.#byValue.values()];
  }
}
