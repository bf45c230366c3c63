import { describe, expect, test } from "vitest";
import { GET as getLink } from "../../../app/api/v1/links/[id]/route.ts";
import { POST as createLink } from "../../../app/api/v1/links/route.ts";
import { DELETE as drop, PATCH as change } from "../../../app/api/v1/views/[id]/route.ts";
import { GET as list, POST as create } from "../../../app/api/v1/views/route.ts";
import { POST as openApp } from "../../../app/b24/open/route.ts";
import {
  changeView,
  createLink as makeLink,
  createView,
  deleteView,
  getLink as followLink,
  listViews,
} from "../../../lib/views/index.ts";
import type { SavedView, ViewContent } from "../../../lib/views/shared.ts";
import { env } from "../../../lib/env.ts";
import { openFrame } from "../../support/frame-session.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";
import { postForm } from "../../support/post-form.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();

async function arrange() {
  const portal = await cloud.addPortal({ entries: 0 });
  const ctx = await installPortal(testCtx(db), portal);
  await portal.finishInstall();
  return { ctx, portal, frame: await openFrame(portal) };
}

const { ctx, portal, frame } = await arrange();
const other = await arrange();
const content: ViewContent = {
  ...{ q: "type:USER_LOGIN", from: "now-7d", to: null, tz: null, sort: "desc" },
  cols: "time,json.заказ.$id",
};
const draft = { name: "Sign-ins", content, isShared: false, isDefault: false };
const as = (userId: number, isAdmin = true) => ({
  ...ctx,
  actor: { kind: "user" as const, userId, isAdmin },
});

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

describe("a link to a view", () => {
  test("is a short number for the same state, and leads a colleague to it", async () => {
    const make = async () => {
      const answer = await frame.call(createLink, {
        path: "/x",
        method: "POST",
        body: { content },
      });
      return (await answer.json()) as { id: string };
    };

    const [first, second] = [await make(), await make()];
    const found = await frame.call(getLink, { path: "/x", params: { id: first.id } });

    expect(first.id).toMatch(/^[0-9A-Za-z]{10}$/);
    expect(second.id).toBe(first.id);
    expect(await found.json()).toEqual({ id: first.id, content });
  });

  test("that holds what cannot be stored is refused", async () => {
    const body = { content: { ...content, q: "a\0" } };

    const answer = await frame.call(createLink, { path: "/x", method: "POST", body });

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: [{ at: "content.q" }] });
  });

  test("takes the place of the one that was unused for longest", async () => {
    const { portalId } = other.ctx;
    const at = (now: string) => ({ ...as(1), portalId, now: () => new Date(now) });
    const make = async (q: string, now: string) =>
      makeLink(at(now), { content: { ...content, q } });
    const [followed, unused] = [
      await make("followed", "2026-01-01T00:00:00Z"),
      await make("unused", "2026-01-02T00:00:00Z"),
    ];
    await followLink(at("2026-06-01T00:00:00Z"), followed);
    await db.$executeRaw`INSERT INTO view_link (portal_id, id, digest, user_id, content, used_at)
      SELECT ${portalId}, lpad(n::text, 10, '0'), sha256(n::text::bytea), 1, '{}', '2026-05-01'
      FROM generate_series(1, 19998) AS n`;

    const made = await make("one more", "2026-06-02T00:00:00Z");

    expect(await db.viewLink.count({ where: { portalId } })).toBe(20_000);
    expect(await followLink(at("2026-06-02T00:00:00Z"), made)).toEqual(made);
    expect((await followLink(at("2026-06-02T00:00:00Z"), followed)).id).toBe(followed.id);
    await expect(followLink(at("2026-06-02T00:00:00Z"), unused)).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("of another portal, or of none, leads nowhere", async () => {
    const made = await frame.call(createLink, { path: "/x", method: "POST", body: { content } });
    const { id } = (await made.json()) as { id: string };

    for (const params of [{ id }, { id: "0000000000" }, { id: "../../etc" }]) {
      const answer = await other.frame.call(getLink, { path: "/x", params });
      expect(answer.status).toBe(404);
    }
  });

  test("is passed on from the portal's address to the page", async () => {
    const options = { v: "1", s: "abcDEF0123", evil: "x" };
    const form = portal.openForm({ userId: 1, lang: "en", placement: "REST_APP_URI", options });
    const body = new URLSearchParams(form.fields).toString();

    const answer = await postForm(openApp, {
      path: `/b24/open${new URL(form.action).search}`,
      body,
    });

    const page = new URL(answer.headers.get("location") ?? "", env().APP_URL);
    expect(page.searchParams.get("s")).toBe("abcDEF0123");
    expect(page.searchParams.get("evil")).toBeNull();
  });

  test("and views are refused to a person who is no administrator", async () => {
    const employee = await openFrame(portal, 2);
    const post = { path: "/x", method: "POST" };

    const answers = [
      await employee.call(list, { path: "/x" }),
      await employee.call(create, { ...post, body: draft }),
      await employee.call(createLink, { ...post, body: { content } }),
      await employee.call(getLink, { path: "/x", params: { id: "abcdefghij" } }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
  });
});
