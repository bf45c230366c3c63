import { env } from "../env.ts";
import { joinEmbedded } from "./embedded/join.ts";

export interface Database {
  url: string;
  /** Ends the embedded server when this was the last of its processes; nothing for a given address. */
  release(): Promise<void>;
}

export async function ensureDatabase(): Promise<Database> {
  const { DATABASE_URL, DATA_DIR } = env();
  if (DATABASE_URL !== undefined) return { url: DATABASE_URL, release: () => Promise.resolve() };
  return joinEmbedded({ dataDir: DATA_DIR });
}
