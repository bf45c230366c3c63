import { randomBytes, randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { resealColumn, SEALED_COLUMNS, type SealedColumn } from "../../../lib/db/index.ts";
import { sealWith, unsealWith } from "../../../lib/db/seal.ts";
import { keyRing } from "../../../lib/key-ring.ts";
import { createTestDb, makePortal } from "../../support/index.ts";

const { db } = await createTestDb();
const [old] = keyRing();
const fresh = { id: "k2", key: randomBytes(32) };
const ring = [fresh, ...keyRing()];

function columnOf(table: string, column: string): SealedColumn {
  const found = SEALED_COLUMNS.find((one) => one.table === table && one.column === column);
  if (found === undefined) throw new Error(`${table}.${column} is not in the list.`);
  return found;
}

const sealOld = (plain: string, purpose: string) =>
  sealWith(old === undefined ? [] : [old], { plain, purpose });

async function makeSession(portalId: bigint, plain: string): Promise<string> {
  const id = randomUUID();
  const at = new Date();
  const sealed = sealOld(plain, "session-token");
  const times = { adminProvenAt: at, tokenExpiresAt: at, expiresAt: at };
  const person = { userId: 1, userName: "Ann Admin", isAdmin: true, lang: "en" };
  await db.session.create({ data: { id, portalId, accessSealed: sealed, ...times, ...person } });
  return id;
}

async function makeRun(portalId: bigint, plain: string): Promise<string> {
  const id = randomUUID();
  const step = { stepCode: "example", registeredCode: "example", workflowId: "1" };
  const call = { documentId: [], documentType: [], properties: {}, isWaiting: true };
  await db.run.create({
    data: {
      ...{ id, portalId, calledAt: new Date(), deadlineAt: new Date(), timeoutSeconds: 0 },
      ...{ tokenHash: randomBytes(32), tokenSealed: sealOld(plain, "event-token") },
      accessSealed: sealOld(plain, "call-access"),
      ...step,
      ...call,
    },
  });
  return id;
}

describe("sealing with a new key", () => {
  test("knows every sealed column of the database with its primary key", async () => {
    const columns = await db.$queryRaw<{ name: string }[]>`
      SELECT c.relname || '.' || a.attname AS name
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname NOT LIKE 'pg\_%' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND a.attname LIKE '%\_sealed' AND NOT a.attisdropped`;
    const keys = await db.$queryRaw<{ table: string; key: string[] }[]>`
      SELECT c.conrelid::regclass::text AS table, array_agg(
        a.attname || ' ' || replace(format_type(a.atttypid, NULL), ' with time zone', 'tz')
        ORDER BY array_position(c.conkey, a.attnum)) AS key
      FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)
      WHERE c.contype = 'p' GROUP BY c.conrelid`;

    const listed = SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`);

    expect(columns.map(({ name }) => name).toSorted()).toEqual(listed.toSorted());
    for (const { table, key } of SEALED_COLUMNS) {
      const own = keys.find((one) => one.table === table)?.key;
      expect([table, key.map(({ name, type }) => `${name} ${type}`)]).toEqual([table, own]);
    }
  });

  test("leaves every value readable with the new key alone, and a second time finds nothing to do", async () => {
    const made = await makePortal(db);
    const { id: portalId } = made.portal;
    const sessionId = await makeSession(portalId, "viewer");
    const runId = await makeRun(portalId, "event");

    for (const column of SEALED_COLUMNS) await resealColumn(db, { ring, column, batch: 1 });
    const again = await Promise.all(
      SEALED_COLUMNS.map(async (column) => resealColumn(db, { ring, column })),
    );

    const portal = await db.portal.findUniqueOrThrow({ where: { id: portalId } });
    const admin = await db.portalAdmin.findFirstOrThrow({ where: { portalId } });
    const session = await db.session.findUniqueOrThrow({ where: { id: sessionId } });
    const run = await db.run.findFirstOrThrow({ where: { id: runId } });
    const open = (sealed: string | null, purpose: string) =>
      unsealWith([fresh], { sealed: sealed ?? "", purpose });
    expect(open(portal.applicationTokenSealed, "application-token")).toBe(made.applicationToken);
    expect(open(admin.accessSealed, "access-token")).toBe(made.accessToken);
    expect(open(admin.refreshSealed, "refresh-token")).toBe(made.refreshToken);
    expect(open(session.accessSealed, "session-token")).toBe("viewer");
    expect(open(run.tokenSealed, "event-token")).toBe("event");
    expect(open(run.accessSealed, "call-access")).toBe("event");
    expect(again.map(({ resealed }) => resealed)).toEqual(SEALED_COLUMNS.map(() => 0));
  });

  test("never overwrites what is written at the same time", async () => {
    const { portal } = await makePortal(db);
    const plains = Array.from({ length: 40 }, (_, index) => `value-${index}`);
    const ids: string[] = [];
    for (const plain of plains) ids.push(await makeSession(portal.id, plain));
    const last = new Map(ids.map((id, index) => [id, plains[index] ?? ""]));
    let isDone = false;
    const writing = (async () => {
      for (let turn = 0; !isDone; turn += 1) {
        const id = ids[turn % ids.length] ?? "";
        const plain = `newer-${turn}`;
        await db.session.update({
          where: { id },
          data: { accessSealed: sealOld(plain, "session-token") },
        });
        last.set(id, plain);
      }
    })();

    const column = columnOf("session", "access_sealed");
    for (let round = 0; round < 3; round += 1) await resealColumn(db, { ring, column, batch: 7 });
    isDone = true;
    await writing;
    const { stuck } = await resealColumn(db, { ring, column });

    const rows = await db.session.findMany({ where: { portalId: portal.id } });
    const open = (sealed: string) => unsealWith([fresh], { sealed, purpose: "session-token" });
    expect(new Map(rows.map((row) => [row.id, open(row.accessSealed)]))).toEqual(last);
    expect(stuck).toEqual([]);
  });

  test("goes on where it was stopped", async () => {
    const { portal } = await makePortal(db);
    for (let index = 0; index < 10; index += 1) await makeRun(portal.id, `event-${index}`);
    const column = columnOf("run", "token_sealed");
    const stopping = resealColumn(db, {
      ...{ ring, column, batch: 3 },
      onBatch: ({ resealed }) => {
        if (resealed >= 6) throw new Error("stopped");
      },
    });

    await expect(stopping).rejects.toThrow("stopped");
    const rest = await resealColumn(db, { ring, column, batch: 3 });

    expect(rest).toEqual({ resealed: 4, overtaken: 0, stuck: [] });
  });

  test("tells rows that do not open and leaves them as they are", async () => {
    const { portal } = await makePortal(db);
    const strange = { id: "k9", key: randomBytes(32) };
    const locked = await makeSession(portal.id, "x");
    const broken = await makeSession(portal.id, "y");
    const sealed = sealWith([strange], { plain: "x", purpose: "session-token" });
    await db.session.update({ where: { id: locked }, data: { accessSealed: sealed } });
    const damaged = sealOld("y", "another-purpose");
    await db.session.update({ where: { id: broken }, data: { accessSealed: damaged } });

    const { stuck } = await resealColumn(db, {
      ring,
      column: columnOf("session", "access_sealed"),
    });
    const row = await db.session.findUniqueOrThrow({ where: { id: locked } });

    const expected = [
      { row: locked, reason: "unknown key" },
      { row: broken, reason: "does not open" },
    ];
    expect(stuck).toEqual(expect.arrayContaining(expected));
    expect(stuck.length).toBe(2);
    expect(row.accessSealed).toBe(sealed);
  });
});
