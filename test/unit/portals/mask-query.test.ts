import { expect, test } from "vitest";
import { maskQuery } from "../../../lib/portals/index.ts";

const LONG = "x".repeat(5_000);

test.each([
  ["a parameter that no door knows", { x: LONG, q: "user:7", from: "now-1h" }],
  ["one whose name is a number", { 7: LONG, q: "user:7", from: "now-1h" }],
  ["one that other doors know", { search: LONG, q: "user:7", from: "now-1h" }],
])("%s hides nothing of the question", (_what, query) => {
  const kept = maskQuery(query);

  expect(kept).toMatchObject({ q: "user:7", from: "now-1h" });
  expect(JSON.stringify(kept).length).toBeLessThan(4_300);
});

test("the parameters of auditlog.get come before all others", () => {
  const search = { description: "password" };

  expect(maskQuery({ output: LONG, search, time_from: 5 })).toMatchObject({ search, time_from: 5 });
});

test("secrets are masked in what is unknown too, and nothing is left out of a short question", () => {
  const token = `lb_${"aB3-".repeat(15)}x`;

  expect(maskQuery({ other: token, q: "a", password: "hunter2secret" })).toEqual({
    other: "***",
    q: "a",
    password: "***",
  });
});
