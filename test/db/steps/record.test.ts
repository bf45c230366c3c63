import { describe, expect, test } from "vitest";
import {
  EVENT_WORDS,
  findEntry,
  searchEntries,
  summarize,
  verifyChain,
} from "../../../lib/archive/index.ts";
import { executeRun, getRun } from "../../../lib/runs/index.ts";
import { findStep, startStep } from "../../../lib/steps/index.ts";
import { createTestDb } from "../../support/index.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";
import { formOf, makeStepBed, type StepBed } from "./bed.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();
const code = "logbook_record";

interface Call {
  accessToken: string | undefined;
  properties?: Record<string, unknown>;
}

async function store({ portal, ctx }: StepBed, { accessToken, properties }: Call) {
  const call = formOf(portal, { title: "Contract signed", ...properties }, { code });
  call.use_subscription = "N";
  if (accessToken !== undefined) call.auth.access_token = accessToken;
  const { runId } = await startStep(ctx, { code, call });
  const { calledAt } = await db.run.findFirstOrThrow({ where: { id: runId } });
  return { runId, calledAt };
}

async function attempt({ ctx }: StepBed, key: { runId: string; calledAt: Date }) {
  const findWork = (stepCode: string) => findStep(stepCode)?.work;
  await executeRun(ctx, { ...key, findWork, signal: new AbortController().signal });
  return (await getRun(ctx, { runId: key.runId })).run;
}

async function record(bed: StepBed, call: Call) {
  return attempt(bed, await store(bed, call));
}

const access = ({ portal }: StepBed, userId = 1): string =>
  portal.issueTokens({ userId, source: "queue" }).access.value;

async function entries({ ctx }: StepBed) {
  return (await searchEntries(ctx, { q: "module:logbook" })).items;
}

describe("a process that writes to the logbook", () => {
  test("has one entry beside the portal's, searchable, chained and with a sentence", async () => {
    const bed = await makeStepBed({ db, cloud });

    const run = await record(bed, {
      accessToken: access(bed),
      properties: {
        severity: "WARNING",
        text: "Signed by both; password: hunter22secret",
        user: "user_7",
        extra_json: '{"order": 777, "api_key": "abcdef0123456789"}',
      },
    });

    const [entry, ...others] = await entries(bed);
    expect(run).toMatchObject({ outcome: "success", outcomeMessage: "Written as entry 1." });
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      id: "1",
      nativeId: null,
      source: "logbook",
      severity: "WARNING",
      auditTypeId: "LOGBOOK_RECORD",
      itemId: "DEAL_777",
      userId: 7,
    });
    expect(JSON.parse(entry?.description ?? "")).toMatchObject({
      title: "Contract signed",
      extra: { order: 777, api_key: "***" },
      document: ["crm", "CCrmDocumentDeal", "DEAL_777"],
    });
    expect(entry?.description).not.toMatch(/hunter22|abcdef0123/);
    expect(entry && summarize(entry, {}, EVENT_WORDS.en)).toBe("A process wrote: Contract signed");
    expect((await searchEntries(bed.ctx, { q: "json.extra.order:777" })).items).toHaveLength(1);
    expect(await verifyChain(bed.ctx, {})).toMatchObject({ ok: true });
  });

  test("whose worker dies after the entry was written has one entry all the same", async () => {
    const bed = await makeStepBed({ db, cloud });
    const key = await store(bed, { accessToken: access(bed) });
    await attempt(bed, key);
    const open = { state: "running", outcome: null, settledAt: null, deliveredAt: null };
    await db.run.updateMany({ where: { id: key.runId }, data: open });

    const run = await attempt(bed, key);

    expect(run).toMatchObject({ outcome: "success", outcomeMessage: "Written as entry 1." });
    expect(await entries(bed)).toHaveLength(1);
  });

  test("keeps no access of its call once it is done", async () => {
    const bed = await makeStepBed({ db, cloud });
    const key = await store(bed, { accessToken: access(bed) });

    const before = await db.run.findFirstOrThrow({ where: { id: key.runId } });
    await attempt(bed, key);
    const after = await db.run.findFirstOrThrow({ where: { id: key.runId } });

    expect(before.accessSealed).toMatch(/./);
    expect(after.accessSealed).toBeNull();
  });

  test.each([
    [{ title: "" }, /\(title\): it is empty/],
    [{ severity: "LOUD" }, /\(severity\): "LOUD" is not a severity/],
    [{ extra_json: "{order: 1}" }, /\(extra_json\): it is not JSON/],
    [{ user: "somebody" }, /\(user\): "somebody" is not a user/],
    [{ user: "user_4294967296" }, /\(user\): "user_4294967296" is not a user/],
    [
      { extra_json: "[".repeat(9_000) + "]".repeat(9_000) },
      /\(extra_json\): its values are nested/,
    ],
    [{ title: "{=Document:TITLE}" }, /\(title\): the expression/],
    [{ text: "a".repeat(10_001) }, /\(text\): at most 10000 characters/],
  ])("with a wrong property writes nothing and says which: %j", async (properties, sentence) => {
    const bed = await makeStepBed({ db, cloud });

    const run = await record(bed, { accessToken: access(bed), properties });

    expect(run).toMatchObject({
      outcome: "failure",
      outcomeMessage: expect.stringMatching(sentence) as string,
    });
    expect(await entries(bed)).toEqual([]);
  });
});

describe("a call that is not proven", () => {
  const refused = {
    outcome: "failure",
    outcomeMessage: expect.stringMatching(/^unproven: /) as string,
  };

  test("without any access writes nothing", async () => {
    const bed = await makeStepBed({ db, cloud });

    expect(await record(bed, { accessToken: undefined })).toMatchObject(refused);
    expect(await entries(bed)).toEqual([]);
  });

  test("by an employee who knows the application token writes nothing", async () => {
    const bed = await makeStepBed({ db, cloud });

    const run = await record(bed, { accessToken: access(bed, 2) });

    expect(run).toMatchObject(refused);
    expect(await entries(bed)).toEqual([]);
  });

  test("with an administrator's access of another portal writes nothing in either", async () => {
    const [bed, other] = [await makeStepBed({ db, cloud }), await makeStepBed({ db, cloud })];

    const run = await record(bed, { accessToken: access(other) });

    expect(run).toMatchObject(refused);
    expect(await entries(bed)).toEqual([]);
    expect(await entries(other)).toEqual([]);
  });

  test("with access that is over or made up writes nothing", async () => {
    const bed = await makeStepBed({ db, cloud });

    expect(await record(bed, { accessToken: "0".repeat(70) })).toMatchObject(refused);
    expect(await entries(bed)).toEqual([]);
  });
});

test("an entry of one portal's process is no other portal's", async () => {
  const [bed, other] = [await makeStepBed({ db, cloud }), await makeStepBed({ db, cloud })];

  await record(bed, { accessToken: access(bed) });

  expect(await findEntry(bed.ctx, { id: "1" })).toMatchObject({ entry: { source: "logbook" } });
  expect(await entries(other)).toEqual([]);
});
