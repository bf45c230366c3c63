import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { flushReadings, TOKEN_SCOPES } from "../../../lib/access/index.ts";
import { makeToken } from "../../support/access.ts";
import { openFrame } from "../../support/frame-session.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();
const root = join(import.meta.dirname, "../../..");
const CLERK = 2;
const READER = 6;

async function arrange() {
  const portal = await cloud.addPortal();
  const { portalId } = await installPortal(testCtx(db), portal);
  await portal.finishInstall();
  const by = { addedBy: 1, addedByName: "Ann Admin" };
  await db.reader.create({ data: { portalId, userId: READER, userName: "Fiona Archer", ...by } });
  return { portal, portalId };
}

const own = await arrange();
const other = await arrange();
const METHODS = ["GET", "POST", "PATCH", "PUT", "DELETE"] as const;

type Handler = (request: Request, context: { params: Promise<object> }) => Promise<Response>;
interface Door {
  name: string;
  wrapper: string;
  method: string;
  handler: Handler;
  /** What a token needs there; null where no token gets in. */
  scope: "log:read" | "runs:read" | "events:read" | null;
  /** Readers get in as people. */
  isForReaders: boolean;
  /** As does every user of the portal: nothing of its log is behind it. */
  isForAll: boolean;
}

// Found in the tree, so that a door that is added later is tried too. Which wrapper guards a verb is read from its
// source: a verb that is made in a way not known here fails the first test.
const files = globSync("app/api/v1/**/route.ts", { cwd: root }).sort();
const found = (await Promise.all(files.map(doorsOf))).flat();

const GUARDS = [
  ...["adminRoute", "readerRoute", "ticketRoute", "userRoute"],
  ...["logRoute", "downloadRoute", "enveloped"],
];
// Doors of these kinds let in everybody, or by secrets of their own; their own tests say whom.
const OTHERS = ["openRoute", "streamRoute", "reportRoute"];
const doors = found.filter(({ wrapper }) => GUARDS.includes(wrapper));

async function doorsOf(file: string): Promise<Door[]> {
  const text = readFileSync(join(root, file), "utf8");
  const routes = (await import(join(root, file))) as Record<string, Handler | undefined>;
  return METHODS.flatMap((method) => {
    const handler = routes[method];
    if (handler === undefined) return [];
    // One that also opens to the secret of a run names the wrapper for everybody else `forReaders`.
    const isChosen = text.includes(`export async function ${method}(`);
    const made = isChosen ? "const forReaders" : `export const ${method}`;
    const wrapper = new RegExp(`${made} = (\\w+)`).exec(text)?.[1] ?? "";
    const isLog = ["logRoute", "downloadRoute", "enveloped"].includes(wrapper);
    const named = (["runs:read", "events:read"] as const).find((name) =>
      text.includes(`"${name}"`),
    );
    const scope = isLog ? (named ?? ("log:read" as const)) : null;
    const isPersons = wrapper === "readerRoute" || wrapper === "ticketRoute";
    return [
      {
        name: `${method} ${file}`,
        wrapper,
        method,
        handler,
        scope,
        isForReaders: isPersons || scope === "log:read" || wrapper === "userRoute",
        isForAll: wrapper === "userRoute",
      },
    ];
  });
}

const ALL_SCOPES = [...TOKEN_SCOPES];
const tokens = {
  good: await makeToken(db, { portalId: own.portalId, scopes: ALL_SCOPES }),
  log: await makeToken(db, { portalId: own.portalId, scopes: ["log:read"] }),
  runs: await makeToken(db, { portalId: own.portalId, scopes: ["runs:read"] }),
  expired: await makeToken(db, { portalId: own.portalId, scopes: ALL_SCOPES }),
  revoked: await makeToken(db, { portalId: own.portalId, scopes: ALL_SCOPES }),
  elsewhere: await makeToken(db, {
    portalId: own.portalId,
    scopes: ALL_SCOPES,
    networks: ["198.51.100.0/24"],
  }),
  others: await makeToken(db, { portalId: other.portalId, scopes: ALL_SCOPES }),
};
const ended = { expiresAt: new Date(Date.now() - 1_000) };
await db.apiToken.update({ where: { id: tokens.expired.view.id }, data: ended });
await db.apiToken.update({
  where: { id: tokens.revoked.view.id },
  data: { revokedAt: new Date() },
});
const { key } = await db.portal.findUniqueOrThrow({ where: { id: own.portalId } });

async function asToken(door: Door, token: string, headers: Record<string, string> = {}) {
  const request = new Request("http://127.0.0.1:3000/api/v1/x", {
    method: door.method,
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      "x-logbook-peer": "203.0.113.9",
      ...headers,
    },
    ...(door.method === "GET" ? {} : { body: "{}" }),
  });
  const answer = await door.handler(request, { params: Promise.resolve({ id: "1" }) });
  const body = (await answer.json().catch(() => null)) as { type?: string } | null;
  const type = body?.type ?? answer.headers.get("x-logbook-problem") ?? undefined;
  return { status: answer.status, type, headers: answer.headers };
}

const all = doors.map((door) => [door.name, door] as const);
const forTokens = all.filter(([, { scope }]) => scope !== null);
const REFUSED = [401, 403];

describe("the doors", () => {
  test("are of known kinds, and tokens are for reading only", () => {
    const known = [...GUARDS, ...OTHERS];
    const unknown = found.filter(({ wrapper }) => !known.includes(wrapper));

    expect(unknown.map(({ name }) => name)).toEqual([]);
    expect(forTokens.length).toBeGreaterThan(15);
    expect(
      forTokens.filter(([name]) => /tokens\/(?!.*exports)|readers|readings|settings/.test(name)),
    ).toEqual([]);
  });
});

describe("an API token", () => {
  test.each(forTokens)(
    "gets into %s with the scope, and is told its limit",
    async (_name, door) => {
      const { status, headers } = await asToken(door, tokens.good.token);

      expect(REFUSED).not.toContain(status);
      expect(headers.get("x-ratelimit-limit")).toBe("600");
      expect(Number(headers.get("x-ratelimit-remaining"))).toBeLessThan(600);
      expect(Number(headers.get("x-ratelimit-reset"))).toBeGreaterThan(0);
    },
  );

  test.each(all.filter(([, { scope }]) => scope === null))(
    "is refused at %s",
    async (_name, door) => {
      expect(REFUSED).toContain((await asToken(door, tokens.good.token)).status);
    },
  );

  test.each(forTokens)("does not get into %s when it must not", async (_name, door) => {
    const wrong = door.scope === "log:read" ? tokens.runs : tokens.log;
    const others = { "x-logbook-portal": key };

    const answers = [
      await asToken(door, `lb_${"A".repeat(61)}`),
      await asToken(door, tokens.revoked.token),
      await asToken(door, tokens.expired.token),
      await asToken(door, wrong.token),
      await asToken(door, tokens.elsewhere.token),
      await asToken(door, tokens.others.token, others),
    ];

    expect(answers.map(({ status, type }) => [status, type])).toEqual([
      [401, "urn:logbook:unauthorized"],
      [401, "urn:logbook:unauthorized"],
      [401, "urn:logbook:token-expired"],
      [403, "urn:logbook:forbidden"],
      [403, "urn:logbook:forbidden"],
      [403, "urn:logbook:forbidden"],
    ]);
    // Whoever holds a token hears its limit, whatever the answer is.
    const limits = answers.map(({ headers }) => headers.get("x-ratelimit-limit"));
    expect(limits).toEqual([null, ...Array<string>(5).fill("600")]);
  });

  test("from its network gets in", async () => {
    const door = doors.find(({ name }) => name === "GET app/api/v1/coverage/route.ts");
    if (door === undefined) throw new Error("The door is gone.");

    const headers = { "x-logbook-peer": "198.51.100.7" };
    const { status } = await asToken(door, tokens.elsewhere.token, headers);

    expect(status).toBe(200);
  });
});

describe("an employee", () => {
  test("who is neither administrator nor reader gets in nowhere but where nothing of the log is", async () => {
    const frame = await openFrame(own.portal, CLERK);
    const open = doors.filter(({ isForAll }) => isForAll).map(({ name }) => name);
    expect(open).toEqual([
      "GET app/api/v1/people/route.ts",
      "POST app/api/v1/steps/[code]/check/route.ts",
      "GET app/api/v1/steps/[code]/route.ts",
    ]);

    const statuses = [];
    for (const { handler, method, name } of doors.filter(({ isForAll }) => !isForAll)) {
      const body = method === "GET" ? undefined : {};
      const answer = await frame.call(handler, { path: "/x", method, params: { id: "1" }, body });
      statuses.push([name, answer.status]);
    }

    expect(frame.view.user).toMatchObject({ isAdmin: false, canRead: false });
    expect(statuses.filter(([, status]) => status !== 403)).toEqual([]);
  });

  test("who is a reader gets to the log and to nothing else that is not everybody's", async () => {
    const frame = await openFrame(own.portal, READER);

    const wrong = [];
    for (const { handler, method, name, isForReaders } of doors) {
      const body = method === "GET" ? undefined : {};
      const answer = await frame.call(handler, { path: "/x", method, params: { id: "1" }, body });
      if (REFUSED.includes(answer.status) === isForReaders) wrong.push([name, answer.status]);
    }

    expect(frame.view.user).toMatchObject({ isAdmin: false, canRead: true });
    expect(wrong).toEqual([]);
    await flushReadings();
  });
});
