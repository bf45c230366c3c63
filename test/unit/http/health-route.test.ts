import { expect, test, vi } from "vitest";
import { GET } from "../../../app/api/health/route.ts";

vi.mock("../../../lib/db/index.ts", async (load) => ({
  ...(await load<object>()),
  processDb: async () => Promise.reject(new Error("The database is away.")),
}));

test("a web process that answers is well for a balancer, whatever the database does", async () => {
  const answer = await GET(new Request("http://localhost/api/health?part=web"));

  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ status: "ok" });
});

test("the whole is not well without the database", async () => {
  const answer = await GET(new Request("http://localhost/api/health"));

  expect(answer.status).toBeGreaterThanOrEqual(500);
});
