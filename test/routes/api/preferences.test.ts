import { describe, expect, test } from "vitest";
import { GET, PUT } from "../../../app/api/v1/preferences/route.ts";
import { openFrame } from "../../support/frame-session.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();

async function arrangePortal() {
  const portal = await cloud.addPortal({ entries: 0 });
  await installPortal(testCtx(db), portal);
  await portal.finishInstall();
  return portal;
}

const arrange = async () => openFrame(await arrangePortal());

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

  test("in two tabs at once takes nothing from what the other tab sets", async () => {
    const portal = await arrangePortal();
    const [left, right] = [await openFrame(portal), await openFrame(portal)];
    // Both know the same state before either changes it.
    await Promise.all([call(left, GET), call(right, GET)]);

    for (const pinned of [1, 2, 3]) {
      const density = pinned === 2 ? "relaxed" : "compact";
      const answers = await Promise.all([
        call(left, PUT, "PUT", { key: "log.columns", value: { ...columns, pinned } }),
        call(right, PUT, "PUT", { key: "log.view", value: { density } }),
        call(left, PUT, "PUT", { key: "runs.columns", value: { pinned } }),
        call(right, PUT, "PUT", { key: "calls.columns", value: { pinned } }),
      ]);
      const kept = await call(right, GET);

      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      expect(kept.body).toMatchObject({
        "log.columns": { ...columns, pinned },
        "log.view": { density },
        "runs.columns": { pinned },
        "calls.columns": { pinned },
      });
    }
  });

  test("for the first time in two tabs at once is what one of them set, whole", async () => {
    const portal = await arrangePortal();
    const tabs = [await openFrame(portal), await openFrame(portal)];
    const choices = [columns, { shown: ["user"], widths: { user: 90 }, pinned: 0 }];

    const answers = await Promise.all(
      tabs.map(async (tab, place) =>
        call(tab, PUT, "PUT", { key: "log.columns", value: choices[place] }),
      ),
    );
    const kept = await call(tabs[0] ?? (await arrange()), GET);

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(choices).toContainEqual(kept.body["log.columns"]);
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
