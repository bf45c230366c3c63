import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { internal } from "../errors.ts";
import type { Db } from "./client.ts";

// Rows travel beside Prisma, which knows no COPY: its statement carries their number, and the connection that gets
// it sends them, so they belong to the caller's transaction. Next bundles this module more than once per process.
const PENDING = Symbol.for("logbook.copy-rows");
const shared = globalThis as { [PENDING]?: { rows: Map<number, Buffer>; last: number } };
const pending = (shared[PENDING] ??= { rows: new Map<number, Buffer>(), last: 0 });

const COPY = /^COPY [a-z_]+ \([a-z_, ]+\) FROM STDIN \(FORMAT binary\)$/;

/** Writes rows in COPY's binary form; returns how many they were. */
export async function copyRows(
  tx: Db,
  { into, columns, data }: { into: string; columns: readonly string[]; data: Buffer },
): Promise<number> {
  const text = `COPY ${into} (${columns.join(", ")}) FROM STDIN (FORMAT binary)`;
  if (!COPY.test(text)) throw internal("These names cannot be copied into.");
  pending.last += 1;
  const number = pending.last;
  pending.rows.set(number, data);
  try {
    return await tx.$executeRawUnsafe(text, number);
  } finally {
    pending.rows.delete(number);
  }
}

interface Statement {
  text: string;
  values: unknown[];
}

/** What a connection does with a statement of `copyRows`; null for every other statement. */
export function sendRows(client: pg.ClientBase, statement: unknown): Promise<unknown> | null {
  if (!isCopy(statement)) return null;
  const data = pending.rows.get(Number(statement.values[0]));
  if (data === undefined) return null;
  return new Promise((resolve, reject) => {
    const stream = client.query(copyFrom(statement.text));
    stream.on("error", reject);
    stream.on("finish", () => resolve({ rows: [], fields: [], rowCount: stream.rowCount }));
    stream.end(data);
  });
}

function isCopy(statement: unknown): statement is Statement {
  if (typeof statement !== "object" || statement === null) return false;
  const { text, values } = statement as Partial<Statement>;
  return typeof text === "string" && text.startsWith("COPY ") && Array.isArray(values);
}
