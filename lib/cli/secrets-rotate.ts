import { assertTables, ensureDatabase, openDb, resealColumn, SEALED_COLUMNS } from "../db/index.ts";
import { isAppError } from "../errors.ts";
import { keyRing } from "../key-ring.ts";
import { log } from "../log.ts";

const SHOWN_ROWS = 20;

/**
 * Seals everything with the first key of APP_SECRETS. Give every process the ring with the new key first; take the
 * old key away only after this ended with 0. May be stopped and started again at any time.
 */
async function rotate(): Promise<number> {
  const ring = keyRing();
  say(`sealing with the key ${ring[0]?.id ?? ""}; ${ring.length} in the ring`);
  const database = await ensureDatabase();
  const { db, close } = openDb({ url: database.url, maxConnections: 2 });
  let stuck = 0;
  try {
    await assertTables(db);
    for (const column of SEALED_COLUMNS) {
      const name = `${column.table}.${column.column}`;
      const report = await resealColumn(db, {
        ring,
        column,
        onBatch: ({ resealed }) => say(`  ${name}: ${resealed} …`),
      });
      say(`${name}: ${report.resealed} sealed anew, ${report.overtaken} changed meanwhile`);
      for (const { row, reason } of report.stuck.slice(0, SHOWN_ROWS)) {
        say(`  ${name} of ${row}: ${reason}`);
      }
      if (report.stuck.length > 0) say(`  ${name}: ${report.stuck.length} left as they are`);
      stuck += report.stuck.length;
    }
  } finally {
    await close();
    await database.release();
  }
  say(stuck === 0 ? "done" : `${stuck} values could not be opened: keep the old keys`);
  return stuck === 0 ? 0 : 1;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

rotate().then(
  (code) => process.exit(code),
  (error: unknown) => {
    if (isAppError(error, "config_invalid")) process.stderr.write(`${error.message}\n`);
    else log("error", "secrets.rotate_failed", { error });
    process.exit(1);
  },
);
