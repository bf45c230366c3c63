import { describe, expect, test } from "vitest";
import { GET as countEntries } from "../../../app/api/v1/entries/count/route.ts";
import { GET as namePeople } from "../../../app/api/v1/people/route.ts";
import { POST as checkStep } from "../../../app/api/v1/steps/[code]/check/route.ts";
import { GET as getStep } from "../../../app/api/v1/steps/[code]/route.ts";
import type { StepCheck, StepView } from "../../../lib/steps/shared.ts";
import { openFrame } from "../../support/frame-session.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();
const portal = await cloud.addPortal();
await installPortal(testCtx(db), portal);
await portal.finishInstall();
const other = await cloud.addPortal();
await installPortal(testCtx(db), other);
await other.finishInstall();
const clerk = await openFrame(portal, 2);
const stranger = await openFrame(other, 2);

async function check(code: string, body: unknown): Promise<Response> {
  const path = `/api/v1/steps/${code}/check`;
  return clerk.call(checkStep, { path, params: { code }, method: "POST", body });
}

async function checked(code: string, values: Record<string, string[]>, lang = "en") {
  const answer = await check(code, { lang, values });
  expect(answer.status).toBe(200);
  return (await answer.json()) as StepCheck;
}

describe("the description of a step", () => {
  test("is for every user of the portal, in the language asked for", async () => {
    const read = async (lang: string) => {
      const path = `/api/v1/steps/logbook_wait_robot?lang=${lang}`;
      const answer = await clerk.call(getStep, { path, params: { code: "logbook_wait_robot" } });
      return (await answer.json()) as StepView;
    };

    const [en, ru, de] = [await read("en"), await read("ru"), await read("de")];

    expect(en).toMatchObject({ stepCode: "logbook_wait", kind: "robot", isWaiting: true });
    expect([en.name, ru.name, de.name]).toEqual([
      "Logbook: wait for an event",
      "Журнал: ждать события",
      "Logbook: auf ein Ereignis warten",
    ]);
    expect(en.properties).toMatchObject([
      { key: "query", input: "query", isRequired: true },
      { key: "wait_for", input: "minutes", default: "1440" },
    ]);
    expect(en.outputs.map(({ key }) => key)).toContain("waited");
  });

  test("of an unknown code is not found", async () => {
    const path = "/api/v1/steps/toString";

    const answer = await clerk.call(getStep, { path, params: { code: "toString" } });

    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ type: "urn:logbook:not-found" });
  });

  test("is refused to the session of another portal, as are its checks", async () => {
    const portalKey = clerk.view.portal.key;
    const params = { code: "logbook_wait" };
    const path = "/api/v1/steps/logbook_wait";

    const read = await stranger.call(getStep, { path, params, portalKey });
    const body = { lang: "en", values: {} };
    const judged = await stranger.call(checkStep, {
      path,
      params,
      portalKey,
      method: "POST",
      body,
    });

    expect([read.status, judged.status]).toEqual([401, 401]);
  });

  test("opens nothing of the log to those who may not read it", async () => {
    const answer = await clerk.call(countEntries, { path: "/api/v1/entries/count" });

    expect(answer.status).toBe(403);
  });
});

describe("the check of chosen values", () => {
  test("says what the step will do", async () => {
    const values = { query: ["type:USER_LOGIN"], wait_for: ["60"] };

    expect(await checked("logbook_wait", values)).toEqual({
      summary: "Waits up to 60 minutes for an entry that fits type:USER_LOGIN",
      faults: [],
    });
    expect((await checked("logbook_wait", values, "ru")).summary).toBe(
      "Ждёт записи, подходящей под type:USER_LOGIN; предел ожидания: 60 минут",
    );
  });

  test("names every property that is wrong, and why", async () => {
    const { summary, faults } = await checked("logbook_search", {
      period: ["custom"],
      LIMIT: ["0"],
      query: ["severty:ERROR type:"],
    });

    expect(summary).toBeNull();
    expect(faults.map(({ at }) => at)).toEqual(["period", "query", "limit"]);
    expect(faults[1]?.text).toMatch(/^from character \d+ on/);
  });

  test("judges nothing that only the process will know", async () => {
    const values = {
      period: ["custom"],
      from: ["{=Document:DATE_CREATE}"],
      query: ["user:{=Document:ASSIGNED_BY_ID} ip:{=Constant:OfficeNetwork}"],
      limit: ["{=Variable:Attempts}"],
    };

    const { summary, faults } = await checked("logbook_search", values);

    expect(faults).toEqual([]);
    expect(summary).toContain("{=Document:DATE_CREATE} – …");
    expect(summary).toContain("user:{=Document:ASSIGNED_BY_ID}");
  });

  test.each([
    ["no values", { lang: "en" }, "values"],
    ["a value that is no list", { lang: "en", values: { query: "x" } }, "values.query"],
    ["a part that nobody asked for", { lang: "en", values: {}, portal: "x" }, ""],
    [
      "far too many values",
      { lang: "en", values: { query: Array(501).fill("x") } },
      "values.query",
    ],
  ])("refuses %s and says where", async (_what, body, at) => {
    const answer = await check("logbook_search", body);

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: [{ at }] });
  });

  test("of an unknown code is not found", async () => {
    expect((await check("nothing", { lang: "en", values: {} })).status).toBe(404);
  });
});

describe("the names of people", () => {
  const ask = async (ids: string) => clerk.call(namePeople, { path: `/api/v1/people?ids=${ids}` });

  test("are told as the user's own access on the portal shows them, and not kept", async () => {
    const before = await db.portalUser.count();

    const answer = await ask("1,3,999");

    expect(await answer.json()).toEqual({ "1": "Ann Admin", "3": "Clara Second" });
    expect(await db.portalUser.count()).toBe(before);
    const calls = cloud.journal.calls.filter(({ method }) => method === "user.get");
    expect(calls.at(-1)).toMatchObject({ userId: 2 });
  });

  test("are told to a person thirty times a minute", async () => {
    const quotas = globalThis as Record<symbol, unknown>;
    quotas[Symbol.for("logbook.rate-limits")] = undefined;
    for (let times = 0; times < 30; times += 1) await ask("x");

    const refused = await ask("1");
    quotas[Symbol.for("logbook.rate-limits")] = undefined;

    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  test.each([
    ["no number", "1,x"],
    ["nothing", ""],
    ["too many", Array(51).fill("7").join(",")],
  ])("are refused for %s", async (_what, ids) => {
    const answer = await ask(ids);

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: [{ at: "ids" }] });
  });
});
