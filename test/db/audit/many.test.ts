import { describe, expect, test } from "vitest";
import { answerRpc, openBody } from "../../../lib/audit/index.ts";
import { createTestDb } from "../../support/index.ts";
import { onServer } from "../../support/server.ts";
import { append, makeCtx } from "../archive/search/bed.ts";
import { openApi, TOKEN } from "./bed.ts";

const { db, url } = await createTestDb();
const ctx = await makeCtx(db);
const COUNT = 100_001;

await append(ctx, [
  {
    ...{ nativeId: "1", timestampX: "2026-11-01T10:00:00+00:00", severity: "INFO" },
    ...{
      auditTypeId: "USER_LOGIN",
      moduleId: "main",
      itemId: "1",
      remoteAddr: "",
      userAgent: null,
    },
    ...{ requestUri: "/", siteId: "s1", userId: 1, guestId: null, description: null },
  },
]);
// As many as no test has the time to store.
await onServer(
  url,
  `INSERT INTO entry SELECT (jsonb_populate_record(e,
      jsonb_build_object('seq', number, 'portal_entry_id', number))).*
    FROM entry e CROSS JOIN generate_series(2, ${COUNT}) AS number
    WHERE e.portal_id = ${ctx.portalId} AND e.seq = 1`,
);
await db.archiveHead.update({ where: { portalId: ctx.portalId }, data: { lastSeq: COUNT } });
const { call, access } = openApi(ctx);

describe("many entries", () => {
  test("are counted, but not handed out beyond 100,000 unless a limit says so", async () => {
    expect((await call({ countOutput: true })).result).toBe(String(COUNT));
    expect((await call({ output: ["auditid"] })).error).toEqual({
      code: -32500,
      message: "Application error.",
      data: "Result exceeds 100000 records; narrow the request or set limit.",
    });
    expect((await call({ output: [], limit: 2_147_483_647 })).error?.code).toBe(-32500);
    expect((await call({ sortfield: "itemId", output: [] })).error?.code).toBe(-32500);
  });

  test("come as a whole in pieces, each once and in order", async () => {
    const params = { output: ["auditid"], after: 1 };
    const text = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "auditlog.get", params });
    const body = openBody(text);
    if (typeof body === "string") throw new Error(body);
    const pieces: string[] = [];

    for await (const piece of answerRpc(ctx, { body, header: `Bearer ${TOKEN}`, access })) {
      pieces.push(piece);
    }

    const { result } = JSON.parse(pieces.join("")) as { result: { auditid: string }[] };
    const ids = result.map(({ auditid }) => Number(auditid));
    expect(ids).toEqual(Array.from({ length: COUNT - 1 }, (_, at) => at + 2));
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(100_000);
  });
});
