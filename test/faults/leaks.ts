import type { FaultBed } from "./bed.ts";

const WINDOW = 24;

/**
 * Searches every table, the queue's too, and everything that processes and database have logged, for any secret that
 * the cloud ever gave out, and any of `secrets`; returns where one stands.
 */
export async function findLeaks(
  bed: FaultBed,
  secrets: [name: string, secret: string][] = [],
): Promise<string[]> {
  const needles = collectNeedles(bed, secrets);
  const found = findIn("the logs", bed.logs(), needles);
  const tables = await bed.sql<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        AND n.nspname NOT LIKE 'pg\\_%' ORDER BY 1`,
  );
  for (const { name } of tables) {
    const [row] = await bed.sql<{ text: string | null }>(
      `SELECT string_agg(t::text, E'\\n') AS text FROM ${name} t`,
    );
    found.push(...findIn(name, row?.text ?? "", needles));
  }
  return found;
}

// Windows of a secret that no other text shares, also as the hexadecimal that columns of bytes show.
function collectNeedles(
  { cloud }: FaultBed,
  secrets: [name: string, secret: string][],
): Map<string, string> {
  const needles = new Map<string, string>();
  const add = (name: string, secret: string): void => {
    for (const part of [secret.slice(0, WINDOW), secret.slice(-WINDOW)]) {
      needles.set(part, name);
      needles.set(Buffer.from(part).toString("hex").slice(0, WINDOW), `${name} in bytes`);
    }
  };
  // The end of a token is drawn; its beginning holds its time and user.
  for (const { kind, value } of cloud.tokenList()) add(`${kind} token`, value.slice(-WINDOW - 8));
  add("client secret", cloud.clientSecret);
  for (const [name, secret] of secrets) add(name, secret);
  for (const portal of cloud.portals) {
    add("application token", portal.installation.applicationToken);
    for (const { executions } of portal.workflows()) {
      for (const { eventToken } of executions) {
        add("event token", eventToken.slice(eventToken.lastIndexOf("|") + 1));
      }
    }
  }
  return needles;
}

function findIn(place: string, text: string, needles: Map<string, string>): string[] {
  const found = new Set<string>();
  for (let at = 0; at + WINDOW <= text.length; at += 1) {
    const name = needles.get(text.slice(at, at + WINDOW));
    if (name === undefined) continue;
    const around = text.slice(Math.max(0, at - 120), at);
    found.add(`${place} holds a ${name} after …${around}`);
    if (found.size > 3) break;
  }
  return [...found];
}
