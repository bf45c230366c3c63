import { describe, expect, test } from "vitest";
import { GET as getCall } from "../../../app/api/v1/calls/[id]/route.ts";
import { GET as listCalls } from "../../../app/api/v1/calls/route.ts";
import { flushCalls } from "../../../lib/portals/index.ts";
import type { CallDetail, CallPage } from "../../../lib/portals/shared.ts";
import { openFrame } from "../../support/frame-session.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();

async function newFrame(userId = 1) {
  const portal = await cloud.addPortal();
  await installPortal(testCtx(db), portal);
  await portal.finishInstall();
  const frame = await openFrame(portal, userId);
  await flushCalls();
  return frame;
}

async function read<T>(answer: Response): Promise<T> {
  return (await answer.json()) as T;
}

describe("the door to the calls", () => {
  test("lists them, goes on by cursor and opens one", async () => {
    const frame = await newFrame();

    const path = "/api/v1/calls?method=profile&limit=1";
    const first = await read<CallPage>(await frame.call(listCalls, { path }));
    const next = await read<CallPage>(
      await frame.call(listCalls, { path: `${path}&before=${first.nextCursor ?? ""}` }),
    );
    const id = first.items[0]?.id ?? "";
    const one = await frame.call(getCall, { path: `/api/v1/calls/${id}`, params: { id } });
    const detail = await read<CallDetail>(one);

    expect(first.items).toMatchObject([{ method: "profile", outcome: "ok", status: 200 }]);
    expect(next.items).toMatchObject([{ method: "profile" }]);
    expect(next.items[0]?.id).not.toBe(id);
    expect(first.keptDays).toBe(3);
    expect(one.headers.get("cache-control")).toBe("no-store");
    expect(detail).toMatchObject({ call: { id }, request: { auth: "***" } });
  });

  test("refuses a wrong filter with the field's name", async () => {
    const frame = await newFrame();

    const answer = await frame.call(listCalls, { path: "/api/v1/calls?outcome=maybe" });

    expect(answer.status).toBe(400);
    expect(await read(answer)).toMatchObject({ errors: [{ at: "outcome" }] });
  });

  test("hides another portal's call", async () => {
    const [own, other] = [await newFrame(), await newFrame()];
    const page = await read<CallPage>(await own.call(listCalls, { path: "/api/v1/calls" }));
    const id = page.items[0]?.id ?? "";
    const path = `/api/v1/calls/${id}`;

    const mine = await own.call(getCall, { path, params: { id } });
    const theirs = await other.call(getCall, { path, params: { id } });

    expect([mine.status, theirs.status]).toEqual([200, 404]);
  });

  test("is for administrators only", async () => {
    const frame = await newFrame(2);

    const list = await frame.call(listCalls, { path: "/api/v1/calls" });
    const one = await frame.call(getCall, { path: "/api/v1/calls/1", params: { id: "1" } });

    expect([list.status, one.status]).toEqual([403, 403]);
  });
});
