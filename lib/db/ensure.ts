import { env } from "../env.ts";
import { joinEmbedded, type Database } from "./embedded/join.ts";

export type { Database };

export async function ensureDatabase(): Promise<Database> {
  const { DATABASE_URL, DATA_DIR } = env();
  if (DATABASE_URL !== undefined) return { url: DATABASE_URL, release: () => Promise.resolve() };
  return joinEmbedded({ dataDir: DATA_DIR, keepsRunning: true });
}
