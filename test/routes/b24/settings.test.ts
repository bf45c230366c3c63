import { describe, expect, test } from "vitest";
import { POST as openSettings } from "../../../app/b24/settings/[code]/route.ts";
import { env } from "../../../lib/env.ts";
import { findFrameOrigin } from "../../../lib/http/frame.ts";
import { sendSession } from "../../support/frame-session.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";
import { postForm } from "../../support/post-form.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();

const DIALOG = "BIZPROC_ACTIVITY_PROPERTIES_DIALOG";
const ADMIN = 1;
const CLERK = 2;

async function installed() {
  const portal = await cloud.addPortal();
  await installPortal(testCtx(db), portal);
  await portal.finishInstall();
  return portal;
}

interface Opening {
  userId?: number;
  code?: string;
  fields?: Record<string, string>;
}

type TestPortal = Awaited<ReturnType<typeof installed>>;

async function open(portal: TestPortal, input: Opening = {}): Promise<Response> {
  const { userId = ADMIN, code = "logbook_wait" } = input;
  const options = { code, current_values: { query: "type:EXAMPLE_SECRET_VALUE" } };
  const form = portal.openForm({ userId, lang: "ru", placement: DIALOG, options });
  const { search } = new URL(form.action);
  const body = new URLSearchParams({ ...form.fields, ...input.fields }).toString();
  return postForm(openSettings, { path: `/b24/settings/x${search}`, body, params: { code } });
}

function pageOf(answer: Response): URL {
  return new URL(answer.headers.get("location") ?? "", env().APP_URL);
}

describe("the door of a step's settings", () => {
  test.each([
    ["an administrator", ADMIN],
    ["everybody else on the portal", CLERK],
  ])("lets %s in, to the page of the step that the portal may frame", async (_who, userId) => {
    const portal = await installed();

    const answer = await open(portal, { userId });

    const page = pageOf(answer);
    const [, , portalKey = ""] = page.pathname.split("/");
    const ticket = page.searchParams.get("t");
    expect(answer.status).toBe(303);
    expect(page.pathname).toBe(`/p/${portalKey}/step-settings/logbook_wait`);
    expect([...page.searchParams.keys()].sort()).toEqual(["lang", "o", "t"]);
    expect(page.searchParams.get("lang")).toBe("ru");
    const framing = { pathname: page.pathname, ticket, framing: null, cookieHeader: null };
    expect(await findFrameOrigin(framing)).toBe(portal.origin);
    const session = await sendSession({ portalKey, ticket });
    expect(await session.json()).toMatchObject({ user: { id: userId, isAdmin: userId === ADMIN } });
  });

  test.each([
    ["another word", "undefined"],
    ["no JSON", "{{{"],
    ["keys that reach into objects", '{"__proto__":{"v":"1"},"constructor":{"s":"x"},"code":"x"}'],
    ["what links into the app carry", '{"v":"1","e":"7","q":"type:USER_LOGIN"}'],
    ["more than a page's address could hold", JSON.stringify({ q: "x".repeat(400_000) })],
  ])("takes nothing over from options that are %s", async (_what, options) => {
    const portal = await installed();

    const answer = await open(portal, { fields: { PLACEMENT_OPTIONS: options } });

    expect(answer.status).toBe(303);
    expect([...pageOf(answer).searchParams.keys()].sort()).toEqual(["lang", "o", "t"]);
  });

  test.each([
    ["logbook_gone", "logbook_gone"],
    ["..", "unknown"],
    ["a/../../setup?x=", "unknown"],
    ["", "unknown"],
  ])("leads the unknown code %j to the page that says so", async (code, shown) => {
    const portal = await installed();

    const page = pageOf(await open(portal, { code }));

    expect(page.pathname).toMatch(new RegExp(`^/p/[^/]+/step-settings/${shown}$`));
  });

  test("refuses a token of another portal, and one that nobody gave out", async () => {
    const [own, other] = [await installed(), await installed()];

    const foreign = await open(other, { fields: { member_id: own.memberId } });
    const invented = await open(own, { fields: { AUTH_ID: "a".repeat(70) } });

    expect([foreign.status, invented.status]).toEqual([401, 401]);
    expect(foreign.headers.get("content-type")).toBe("application/problem+json");
  });

  test("asks for an administrator where nobody has installed the app", async () => {
    const portal = await cloud.addPortal();
    portal.addApp();
    await portal.finishInstall();

    const answer = await open(portal, { userId: CLERK });

    expect(pageOf(answer).pathname).toBe("/denied");
    expect(await db.portal.count({ where: { memberId: portal.memberId } })).toBe(0);
  });
});
