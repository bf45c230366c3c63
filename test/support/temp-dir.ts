import { chmodSync, mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A new folder that every account may enter: as root, PostgreSQL runs under another one. */
export function makeTempDir(prefix: string): string {
  const dir = mkdtempSync(join(realpathSync(tmpdir()), prefix));
  chmodSync(dir, 0o755);
  return dir;
}
