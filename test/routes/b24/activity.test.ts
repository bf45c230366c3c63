import { describe, expect, test } from "vitest";
import { POST } from "../../../app/b24/activity/[code]/route.ts";
import { createTestDb, makePortal, type MadePortal } from "../../support/index.ts";
import { postForm } from "../../support/post-form.ts";

const { db } = await createTestDb();

function callOf(made: MadePortal, change: Record<string, string> = {}): string {
  return new URLSearchParams({
    workflow_id: "65808f8311b626.28237158",
    code: "logbook_search",
    "document_id[0]": "crm",
    "document_id[1]": "CCrmDocumentDeal",
    "document_id[2]": "DEAL_777",
    "document_type[0]": "crm",
    "document_type[1]": "CCrmDocumentDeal",
    "document_type[2]": "DEAL",
    event_token: `65808f8311b626.28237158|A1_2|${made.portal.key}.abcdef0123456789`,
    "properties[period]": "day",
    "properties[unknown]": "dropped",
    use_subscription: "Y",
    timeout_duration: "600",
    ts: String(Math.floor(Date.now() / 1_000)),
    "auth[member_id]": made.portal.memberId,
    "auth[application_token]": made.applicationToken,
    "auth[user_id]": "1",
    ...change,
  }).toString();
}

async function post(body: string, code = "logbook_search"): Promise<Response> {
  return postForm(POST, { path: `/b24/activity/${code}`, body, params: { code } });
}

async function runsOf(made: MadePortal) {
  return db.run.findMany({ where: { portalId: made.portal.id } });
}

async function jobsOf(runId: string): Promise<number> {
  const rows = await db.$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM pgboss.job WHERE data->>'runId' = ${runId}`;
  return rows[0]?.n ?? 0;
}

describe("a step's call", () => {
  test("is stored with its token sealed and its job queued before the answer", async () => {
    const made = await makePortal(db);
    const body = callOf(made);

    const answer = await post(body);
    const [run] = await runsOf(made);

    expect(answer.status).toBe(200);
    expect(run).toMatchObject({
      stepCode: "logbook_search",
      registeredCode: "logbook_search",
      state: "received",
      isWaiting: true,
      timeoutSeconds: 600,
      properties: { period: "day" },
    });
    expect(run?.tokenSealed).toMatch(/^v1\./);
    expect(run?.tokenSealed).not.toContain("abcdef0123456789");
    expect(await jobsOf(run?.id ?? "")).toBe(1);
  });

  test("sent twice, also at the same time, makes one run and one job", async () => {
    const made = await makePortal(db);
    const body = callOf(made);

    const answers = await Promise.all([post(body), post(body), post(body)]);
    const later = await post(body);
    const runs = await runsOf(made);

    expect([...answers, later].map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
    expect(runs.length).toBe(1);
    expect(await jobsOf(runs[0]?.id ?? "")).toBe(1);
  });

  test.each([
    ["a wrong application token", { "auth[application_token]": "0".repeat(32) }],
    ["an unknown portal", { "auth[member_id]": "f".repeat(32) }],
  ])("with %s is answered like a true one and stores nothing", async (_what, change) => {
    const made = await makePortal(db);

    const answer = await post(callOf(made, change));

    expect(answer.status).toBe(200);
    expect(await runsOf(made)).toEqual([]);
  });

  test("with another portal's application token stores nothing for either", async () => {
    const [own, other] = [await makePortal(db), await makePortal(db)];

    await post(callOf(own, { "auth[application_token]": other.applicationToken }));

    expect(await runsOf(own)).toEqual([]);
    expect(await runsOf(other)).toEqual([]);
  });

  test("whose code differs from its address is refused", async () => {
    const made = await makePortal(db);

    const answer = await post(callOf(made), "logbook_search_robot");

    expect(answer.status).toBe(400);
    expect(await runsOf(made)).toEqual([]);
  });

  test("of a step that we do not have is not found", async () => {
    const made = await makePortal(db);

    const answer = await post(callOf(made, { code: "other_step" }), "other_step");

    expect(answer.status).toBe(404);
  });

  test("of the automation rule keeps the rule's own code", async () => {
    const made = await makePortal(db);
    const code = "logbook_search_robot";

    await post(callOf(made, { code }), code);

    expect(await runsOf(made)).toMatchObject([
      { stepCode: "logbook_search", registeredCode: code },
    ]);
  });
});
