import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom, type CopyStreamQuery } from "pg-copy-streams";
import { internal } from "../errors.ts";
import type { Db } from "./client.ts";

// Rows travel beside Prisma, which knows no COPY: its statement carries their number, and the connection that gets
// it sends them, so they belong to the caller's transaction. Next bundles this module more than once per process.
const PENDING = Symbol.for("logbook.copy-rows");
const shared = globalThis as { [PENDING]?: { rows: Map<number, Iterable<Buffer>>; last: number } };
const pending = (shared[PENDING] ??= { rows: new Map<number, Iterable<Buffer>>(), last: 0 });

const COPY = /^COPY [a-z_]+ \([a-z_, ]+\) FROM STDIN \(FORMAT binary\)$/;

interface CopyInput {
  into: string;
  columns: readonly string[];
  /** Parts of COPY's binary form; each is asked for when the one before it is on its way. */
  data: Iterable<Buffer>;
}

/** Writes rows; returns how many they were. */
export async function copyRows(tx: Db, { into, columns, data }: CopyInput): Promise<number> {
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
  return send(client.query(copyFrom(statement.text)), data);
}

async function send(stream: CopyStreamQuery, data: Iterable<Buffer>): Promise<unknown> {
  await pipeline(data, stream);
  return { rows: [], fields: [], rowCount: stream.rowCount };
}

function isCopy(statement: unknown): statement is Statement {
  if (typeof statement !== "object" || statement === null) return false;
  const { text, values } = statement as Partial<Statement>;
  return typeof text === "string" && text.startsWith("COPY ") && Array.isArray(values);
}
