import { expect, test } from "vitest";
import { toProblem } from "../../../lib/http/problem.ts";

const REQUEST = "request-1";

test("a database that is away is told as such, so that whoever asks comes again", async () => {
  const stopping = Object.assign(new Error("terminating connection"), { code: "57P01" });

  const answer = toProblem(stopping, REQUEST);

  expect(answer.status).toBe(503);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await answer.json()).toMatchObject({
    type: "urn:logbook:unavailable",
    detail: "The database did not answer.",
    requestId: REQUEST,
  });
});

test.each([
  ["of a class", new TypeError("secret of ours")],
  ["of none", new Error("secret of ours")],
])("an error %s that was not foreseen says nothing of itself", async (_, error) => {
  const answer = toProblem(error, REQUEST);

  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain("secret of ours");
});
