import { expect, test } from "vitest";
import * as route from "../../../app/api/[[...rest]]/route.ts";

const context = { params: Promise.resolve({}) };
const ask = async (path: string, method = "GET") => {
  const handler = method === "GET" ? route.GET : route.POST;
  return handler(new Request(`http://127.0.0.1${path}`, { method }), context);
};

test.each(["/api/v1/nothing", "/api/v1/runs/1/nothing", "/api/x", "/api"])(
  "a path that leads to no door is answered with a problem document: %s",
  async (path) => {
    for (const method of ["GET", "POST"]) {
      const answer = await ask(path, method);

      expect(answer.status).toBe(404);
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
      expect(await answer.json()).toMatchObject({
        ...{ type: "urn:logbook:not-found", status: 404 },
        detail: `There is no door ${path}.`,
      });
    }
  },
);

test.each(["/api/v1/events", "/api/v1/events/nothing", "/api/v1/events/logs/1/2"])(
  "a path beside the processing log is answered in its envelope: %s",
  async (path) => {
    const answer = await ask(path);

    expect(answer.status).toBe(404);
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(await answer.json()).toEqual({
      ...{ data: [], warnings: [] },
      errors: [`There is no door ${path}.`],
    });
  },
);

test("a long path is shown in part", async () => {
  const answer = await ask(`/api/${"x".repeat(5_000)}`);

  expect((await answer.text()).length).toBeLessThan(600);
});
