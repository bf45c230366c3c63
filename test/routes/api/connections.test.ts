import { afterAll, describe, expect, test } from "vitest";
import { DELETE as drop, PUT as change } from "../../../app/api/v1/connections/[id]/route.ts";
import { POST as rotate } from "../../../app/api/v1/connections/[id]/rotate/route.ts";
import { POST as ping } from "../../../app/api/v1/connections/[id]/test/route.ts";
import { GET as list, POST as create } from "../../../app/api/v1/connections/route.ts";
import { createConnection } from "../../../lib/steps/index.ts";
import { CONNECTION_LIMITS, type NewConnection } from "../../../lib/steps/shared.ts";
import { startOutside } from "../../outside/outside-system.ts";
import { openFrame, type FrameSession } from "../../support/frame-session.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();
const outside = await startOutside();
afterAll(async () => outside.stop());

async function arrange() {
  const portal = await cloud.addPortal({ entries: 0 });
  const ctx = await installPortal(testCtx(db), portal);
  await portal.finishInstall();
  return { ctx, portal, frame: await openFrame(portal) };
}

const own = await arrange();
const other = await arrange();

type Door = (request: Request, context: { params: Promise<never> }) => Promise<Response>;

interface Call {
  method: string;
  body?: unknown;
  id?: string;
}

async function call(frame: FrameSession, door: Door, { method, body, id = "" }: Call) {
  const params = { id } as never;
  const answer = await frame.call(door, { path: "/x", method, body, params });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const make = async (name: string, frame = own.frame) => {
  const made = await call(frame, create, { method: "POST", body: { name, url: outside.url } });
  return made.body as unknown as NewConnection;
};

describe("connections", () => {
  test("are made with a secret that is shown once, listed, changed and deleted", async () => {
    const { connection, secret } = await make("Billing");
    const { id } = connection;
    const body = { name: "Accounts", url: outside.url };
    const changed = await call(own.frame, change, { method: "PUT", id, body });
    const shown = await call(own.frame, list, { method: "GET" });
    const gone = await call(own.frame, drop, { method: "DELETE", id });
    const after = await call(own.frame, list, { method: "GET" });

    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(changed.body).toMatchObject({ id, name: "Accounts", last: null });
    expect(shown.body).toMatchObject({ items: [{ id, name: "Accounts", url: outside.url }] });
    expect(JSON.stringify(shown.body)).not.toContain(secret);
    expect([gone.status, after.body]).toEqual([200, { items: [] }]);
  });

  test("have names that differ by more than letter case", async () => {
    const { connection } = await make("Warehouse");
    const { connection: second } = await make("Second");
    const taken = { method: "POST", body: { name: "wareHOUSE", url: outside.url } };

    expect(await call(own.frame, create, taken)).toMatchObject({
      status: 409,
      body: { errors: [{ at: "name", message: "taken" }] },
    });
    const body = { name: "warehouse", url: outside.url };
    expect(await call(own.frame, change, { method: "PUT", id: second.id, body })).toMatchObject({
      status: 409,
    });
    expect(await call(own.frame, change, { method: "PUT", id: connection.id, body })).toMatchObject(
      {
        status: 200,
      },
    );
    expect((await make("Warehouse", other.frame)).secret).toBeTruthy();
  });

  test("are tested with a signed message, and the answer is shown", async () => {
    const { connection, secret } = await make("Tested");
    const { id } = connection;
    outside.secret = secret;
    outside.behave = () => ({ status: 200, body: "hello" });

    const right = await call(own.frame, ping, { method: "POST", id });
    outside.secret = `whsec_${Buffer.alloc(32).toString("base64")}`;
    const wrong = await call(own.frame, ping, { method: "POST", id });
    const shown = await call(own.frame, list, { method: "GET" });

    expect(right).toMatchObject({
      status: 200,
      body: { status: 200, error: null, answer: "hello" },
    });
    expect(outside.received.at(-1)).toMatchObject({
      type: "job.test",
      data: { connection: "Tested", portal: { key: own.frame.view.portal.key } },
    });
    expect(wrong.body).toMatchObject({ status: 401 });
    const { items } = shown.body as { items: { id: string; last: unknown }[] };
    expect(items.find((item) => item.id === id)?.last).toMatchObject({ status: 401 });
  });

  test("get a new secret, and keep the former one for a day", async () => {
    const { connection, secret } = await make("Rotated");
    const { body } = await call(own.frame, rotate, { method: "POST", id: connection.id });
    const again = body as unknown as NewConnection;

    expect(again.secret).not.toBe(secret);
    expect(again.connection.oldSecretUntil).not.toBeNull();
  });

  test("of another portal are not there", async () => {
    const { connection } = await make("Hidden");
    const { id } = connection;
    const body = { name: "Mine", url: outside.url };

    const answers = [
      await call(other.frame, change, { method: "PUT", id, body }),
      await call(other.frame, drop, { method: "DELETE", id }),
      await call(other.frame, rotate, { method: "POST", id }),
      await call(other.frame, ping, { method: "POST", id }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect(await db.jobConnection.count({ where: { id, name: "Hidden" } })).toBe(1);
  });

  test("are for administrators only", async () => {
    const reader = { ...own.ctx, actor: { kind: "user", userId: 2, isAdmin: false } as const };
    const employee = await openFrame(own.portal, 2);

    expect((await call(employee, list, { method: "GET" })).status).toBe(403);
    await expect(
      createConnection(reader, { name: "Reader's", url: outside.url }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });

  test("are fifty at most", async () => {
    const third = await arrange();
    const ctx = { ...third.ctx, actor: { kind: "user", userId: 1, isAdmin: true } as const };
    for (let number = 0; number < CONNECTION_LIMITS.count; number += 1) {
      await createConnection(ctx, { name: `C${number}`, url: outside.url });
    }

    const body = { name: "One more", url: outside.url };
    expect(await call(third.frame, create, { method: "POST", body })).toMatchObject({
      status: 409,
      body: { errors: [{ message: "too_many" }] },
    });
  });

  const url = "https://jobs.example.com/run";
  test.each([
    ["name", { name: " ", url }],
    ["name", { name: "x".repeat(81), url }],
    ["name", { name: "a\nb", url }],
    ["name", { name: "a\ud800", url }],
    ["url", { name: "Bad", url: "http://jobs.example.com/" }],
    ["url", { name: "Bad", url: "https://10.0.0.1/" }],
    ["url", { name: "Bad", url: "https://user:pw@jobs.example.com/" }],
    ["url", { name: "Bad", url: `${url}${"x".repeat(1_000)}` }],
    ["url", { name: "Bad", url: 5 }],
    ["", { name: "Bad", url, secret: "whsec_x" }],
  ])("are refused where they are wrong at '%s' (%#)", async (at, body) => {
    expect(await call(own.frame, create, { method: "POST", body })).toMatchObject({
      status: 400,
      body: { errors: [{ at }] },
    });
  });
});
