import { describe, expect, test } from "vitest";
import { DELETE as drop, PATCH as change } from "../../../app/api/v1/views/[id]/route.ts";
import { GET as list, POST as create } from "../../../app/api/v1/views/route.ts";
import { changeView, createView, deleteView, listViews } from "../../../lib/views/index.ts";
import type { SavedView } from "../../../lib/views/shared.ts";
import { createTestDb } from "../../support/index.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";
import { content, draft, openViewPortal } from "./views-bed.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();
const { ctx, frame, as } = await openViewPortal({ db, cloud });
const other = await openViewPortal({ db, cloud });

type Door = (request: Request, context: { params: Promise<never> }) => Promise<Response>;

describe("a saved view", () => {
  test("is made, listed, changed, the default, and deleted", async () => {
    const call = async (handler: Door, method: string, body?: unknown, id = "") => {
      const answer = await frame.call(handler, {
        path: "/x",
        method,
        body,
        params: { id } as never,
      });
      return { status: answer.status, body: (await answer.json()) as SavedView };
    };
    const made = await call(create, "POST", { ...draft, isDefault: true });
    const { id } = made.body;
    const again = await call(create, "POST", draft);
    const changed = await call(change, "PATCH", { name: "Other" }, id);
    const shown = (await (await frame.call(list, { path: "/x" })).json()) as { items: SavedView[] };
    const gone = await call(drop, "DELETE", undefined, id);

    expect(made.body).toMatchObject({ name: "Sign-ins", isDefault: true, isOwn: true, content });
    expect([again.status, changed.status, gone.status]).toEqual([409, 200, 200]);
    expect(shown.items).toMatchObject([{ id, name: "Other", content }]);
    expect((await listViews(as(1))).items).toEqual([]);
    expect(await db.defaultView.count({ where: { portalId: ctx.portalId } })).toBe(0);
  });

  test("is private until it is shared; only its owner or an administrator changes it", async () => {
    const { id } = await createView(as(1), { ...draft, name: "Mine" });
    const reader = as(9, false);

    expect((await listViews(as(2))).items).toEqual([]);
    await expect(changeView(as(2), { id, name: "Stolen" })).rejects.toMatchObject({
      code: "not_found",
    });
    await changeView(as(1), { id, isShared: true });
    expect((await listViews(reader)).items).toMatchObject([{ id, isOwn: false }]);
    await expect(changeView(reader, { id, name: "No" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(deleteView(reader, { id })).rejects.toMatchObject({ code: "forbidden" });
    expect(await changeView(reader, { id, isDefault: true })).toMatchObject({ isDefault: true });
    expect(await changeView(as(2), { id, name: "Ours" })).toMatchObject({ name: "Ours" });

    await expect(changeView(as(2), { id, isShared: false })).rejects.toMatchObject({
      code: "forbidden",
    });
    await changeView(as(1), { id, isShared: false });

    expect((await listViews(reader)).items).toEqual([]);
    expect(await db.defaultView.count({ where: { viewId: id } })).toBe(0);
  });

  test("of another portal is not there", async () => {
    const { id } = await createView(as(1), { ...draft, name: "Here", isShared: true });
    const params = { id };
    const body = { name: "There" };

    const answers = [
      await other.frame.call(change, { path: "/x", method: "PATCH", params, body }),
      await other.frame.call(drop, { path: "/x", method: "DELETE", params }),
    ];
    const seen: unknown = await (await other.frame.call(list, { path: "/x" })).json();

    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
    expect(seen).toEqual({ items: [] });
  });

  test.each([
    ["a name that is empty", { ...draft, name: "  " }, "name"],
    [
      "columns with a blank",
      { ...draft, content: { ...content, cols: "time,a b" } },
      "content.cols",
    ],
    ["a name that is too long", { ...draft, name: "x".repeat(81) }, "name"],
    [
      "a query that is too long",
      { ...draft, content: { ...content, q: "x".repeat(4_001) } },
      "content.q",
    ],
    ["a query with a zero", { ...draft, content: { ...content, q: "a\0" } }, "content.q"],
    ["half a character", { ...draft, content: { ...content, q: "\udc00" } }, "content.q"],
    ["a name of half a character", { ...draft, name: "a\ud800" }, "name"],
    ["a range that is none", { ...draft, content: { ...content, from: "soon" } }, "content.from"],
    ["what no view has", { ...draft, content: { ...content, extra: 1 } }, "content"],
  ])("with %s is refused", async (_what, body, at) => {
    const answer = await frame.call(create, { path: "/x", method: "POST", body });

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: [{ at }] });
  });

  test("that this version cannot read does not keep the others from being listed", async () => {
    const [read, unread] = [
      await createView(as(31), { ...draft, name: "Read" }),
      await createView(as(31), { ...draft, name: "Unread" }),
    ];
    await db.savedView.update({ where: { id: unread.id }, data: { content: { q: 5 } } });

    const ids = (await listViews(as(31))).items.map(({ id }) => id);

    expect(ids).toContain(read.id);
    expect(ids).not.toContain(unread.id);
  });

  test("is made while a step's call is being taken in", async () => {
    const made = await db.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 AS one FROM portal WHERE id = ${ctx.portalId} FOR SHARE`;
      return createView(as(32), draft);
    });

    expect(made.name).toBe("Sign-ins");
  });

  test("is one of fifty at most", async () => {
    const data = Array.from({ length: 50 }, (_, index) => ({
      ...{ id: crypto.randomUUID(), portalId: ctx.portalId, userId: 77, userName: "A" },
      ...{ name: `View ${index}`, content: { ...content } },
    }));
    await db.savedView.createMany({ data });

    await expect(createView(as(77), draft)).rejects.toMatchObject({
      details: [{ message: "too_many" }],
    });
  });
});
