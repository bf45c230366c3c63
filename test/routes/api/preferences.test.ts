import { describe, expect, test } from "vitest";
import { GET, PUT } from "../../../app/api/v1/preferences/route.ts";
import { openFrame } from "../../support/frame-session.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();

async function arrange() {
  const portal = await cloud.addPortal({ entries: 0 });
  await installPortal(testCtx(db), portal);
  await portal.finishInstall();
  return openFrame(portal);
}

type Frame = Awaited<ReturnType<typeof openFrame>>;

async function call(frame: Frame, handler: typeof GET, method = "GET", body?: unknown) {
  const answer = await frame.call(handler, { path: "/api/v1/preferences", method, body });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const columns = { shown: ["time", "json.request.id"], widths: { time: 200 }, pinned: 1 };

describe("what a person has set", () => {
  test("is nothing at first, and is kept key by key", async () => {
    const frame = await arrange();

    const first = await call(frame, GET);
    await call(frame, PUT, "PUT", { key: "log.columns", value: columns });
    await call(frame, PUT, "PUT", { key: "log.view", value: { density: "compact" } });
    const kept = await call(frame, GET);

    expect(first).toEqual({ status: 200, body: {} });
    expect(kept.body).toEqual({
      "log.columns": columns,
      "log.view": { density: "compact", isWrapped: false },
    });
  });

  test("is replaced by what comes later", async () => {
    const frame = await arrange();

    await call(frame, PUT, "PUT", { key: "log.columns", value: columns });
    const saved = await call(frame, PUT, "PUT", { key: "log.columns", value: {} });

    expect(saved.body).toEqual({ "log.columns": { shown: null, widths: {}, pinned: 0 } });
  });

  test("of one portal is not seen from another", async () => {
    const [own, other] = [await arrange(), await arrange()];

    await call(own, PUT, "PUT", { key: "log.columns", value: columns });
    const theirs = await call(other, GET);

    expect(theirs.body).toEqual({});
  });

  test.each([
    ["an unknown key", { key: "log.colour", value: {} }, "key"],
    ["no columns at all", { key: "log.columns", value: { shown: [] } }, "value.shown"],
    ["a name no column has", { key: "log.columns", value: { shown: ["a b"] } }, "value.shown.0"],
    ["a zero character", { key: "log.columns", value: { shown: ["json.\0a"] } }, "value.shown.0"],
    [
      "half a character",
      { key: "log.columns", value: { shown: ["json.\ud800"] } },
      "value.shown.0",
    ],
    [
      "half a character in a width",
      { key: "log.columns", value: { widths: { "json.\ud800": 100 } } },
      "widths",
    ],
    [
      "a width out of bounds",
      { key: "log.columns", value: { widths: { time: 1 } } },
      "widths.time",
    ],
    ["an unknown row height", { key: "log.view", value: { density: "huge" } }, "value.density"],
  ])("with %s is refused with its place", async (_name, body, at) => {
    const frame = await arrange();

    const answer = await call(frame, PUT, "PUT", body);

    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body["details"] ?? answer.body["errors"])).toContain(at);
  });

  test("that an older version stored and this one does not know counts as not set", async () => {
    const frame = await arrange();
    await call(frame, PUT, "PUT", { key: "log.view", value: { density: "compact" } });
    await db.userSetting.updateMany({
      where: { key: "log.view" },
      data: { value: { density: "huge" } },
    });

    const kept = await call(frame, GET);

    expect(kept.body).toEqual({});
  });
});
