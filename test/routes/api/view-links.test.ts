import { describe, expect, test } from "vitest";
import { GET as getLink } from "../../../app/api/v1/links/[id]/route.ts";
import { POST as createLink } from "../../../app/api/v1/links/route.ts";
import { GET as list, POST as create } from "../../../app/api/v1/views/route.ts";
import { POST as openApp } from "../../../app/b24/open/route.ts";
import { createLink as makeLink, getLink as followLink } from "../../../lib/views/index.ts";
import { env } from "../../../lib/env.ts";
import { openFrame } from "../../support/frame-session.ts";
import { createTestDb } from "../../support/index.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";
import { postForm } from "../../support/post-form.ts";
import { content, draft, openViewPortal } from "./views-bed.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();
const { portal, frame, as } = await openViewPortal({ db, cloud });
const other = await openViewPortal({ db, cloud });

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
