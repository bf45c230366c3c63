import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as activity from "../../../app/b24/activity/[code]/route.ts";
import * as event from "../../../app/b24/event/route.ts";
import * as install from "../../../app/b24/install/route.ts";
import * as open from "../../../app/b24/open/route.ts";
import * as settings from "../../../app/b24/settings/[code]/route.ts";
import { createTestDb } from "../../support/index.ts";
import { postForm } from "../../support/post-form.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const { db } = await createTestDb();
await startTestCloud();

const doors = { install, open, event, activity, settings };
const params = { code: "logbook_search" };

async function rows(): Promise<number> {
  const [portals, runs, sessions] = [db.portal.count(), db.run.count(), db.session.count()];
  return (await portals) + (await runs) + (await sessions);
}

type AnyPost = (request: Request, context: { params: Promise<never> }) => Promise<Response>;

describe.each(Object.entries(doors))("the %s door", (_name, door) => {
  const post = async (body: string, type?: string) =>
    postForm(door.POST as AnyPost, { path: "/b24/x", body, params: params as never, type });

  test("answers HEAD and GET with 200", () => {
    expect(door.HEAD().status).toBe(200);
    expect(door.GET().status).toBe(200);
  });

  test.each([
    ["a body that is too large", "a=".padEnd(2 * 1024 * 1024 + 1, "x"), undefined, 413],
    ["a body that is no form", "{}", "application/json", 415],
    ["a form without its fields", "a=1&b[0]=2", undefined, 400],
    ["an empty body", "", undefined, 400],
    ["a hostile form", "auth[member_id][][][]=1&__proto__[x]=1&event[]=", undefined, 400],
  ])(
    "answers %s with a problem document and changes nothing",
    async (_what, body, type, status) => {
      const answer = await post(body, type);

      expect(answer.status).toBe(status);
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
      expect(await answer.json()).toMatchObject({
        status,
        requestId: expect.any(String) as string,
      });
      expect(await rows()).toBe(0);
    },
  );
});

const folder = new URL("../../fixtures/platform/", import.meta.url);
interface Posted {
  case: string;
  direction: string;
  request: { rawBody: string; url: string };
}
const posted = readdirSync(folder)
  .map((file) => JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Posted)
  .filter((sample) => sample.direction === "portal->app");

describe("every sample that a portal sends", () => {
  test.each(posted.map((sample) => [sample.case, sample] as const))(
    "%s of an unknown portal is answered in a defined way and leaves nothing",
    async (name, sample) => {
      const isStep = /^(activity|robot)-call/.test(name);
      const isOpen = /^(install|open)-/.test(name);
      const isSettings = name === "open-activity-settings.post";
      const opened = isSettings ? settings.POST : open.POST;
      const door = isStep ? activity.POST : isOpen ? opened : event.POST;
      const { search } = new URL(sample.request.url);

      const answer = await postForm(door as AnyPost, {
        path: `/b24/x${search}`,
        body: sample.request.rawBody,
        params: params as never,
      });

      expect(answer.status).toBe(isOpen ? 401 : 200);
      expect(await rows()).toBe(0);
    },
  );
});
