import { createHash, hkdfSync, randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { env, parseSecrets } from "./env.ts";
import { configInvalid } from "./errors.ts";

export interface RingKey {
  id: string;
  key: Buffer;
}

const FILE = "app-secrets";
let cached: RingKey[] | undefined;

/** The keys of APP_SECRETS: the first seals, all open. Outside production one is made and kept in DATA_DIR. */
export function keyRing(): RingKey[] {
  cached ??= loadRing();
  return cached;
}

function loadRing(): RingKey[] {
  const { APP_SECRETS, NODE_ENV, DATA_DIR } = env();
  if (APP_SECRETS !== undefined) return APP_SECRETS;
  if (NODE_ENV === "production") {
    throw configInvalid("APP_SECRETS must be set in production: id:base64-of-32-bytes.");
  }
  return parseSecrets(readOrMake(DATA_DIR));
}

// Two first starts may come here together: the link lets one of them win, and both read the winner's.
function readOrMake(dataDir: string): string {
  const path = join(dataDir, FILE);
  if (!existsSync(path)) {
    mkdirSync(dataDir, { recursive: true });
    const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
    const text = `k1:${randomBytes(32).toString("base64")}\n`;
    writeFileSync(draft, text, { mode: 0o600, flush: true });
    try {
      linkSync(draft, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    } finally {
      rmSync(draft);
    }
  }
  return readFileSync(path, "utf8").trim();
}

/**
 * Passwords for sealed cookies and tickets: one that seals, and all that open. Each has a number made from its key's
 * id, so that it keeps it wherever the key stands in the ring.
 */
export function sessionPasswords(ring = keyRing()): {
  seal: Record<string, string>;
  open: Record<string, string>;
} {
  const passwords = ring.map(({ id, key }): [string, string] => [
    String(createHash("sha256").update(id).digest().readUInt32BE()),
    Buffer.from(hkdfSync("sha256", key, "", "session", 32)).toString("base64url"),
  ]);
  return {
    seal: Object.fromEntries(passwords.slice(0, 1)),
    open: Object.fromEntries(passwords),
  };
}
