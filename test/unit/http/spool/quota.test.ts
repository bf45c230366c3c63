import { expect, test } from "vitest";
import { makeQuota } from "../../../../lib/http/spool/quota.ts";

test("one address may have so many calls and bytes kept in a minute, others are not touched", () => {
  let now = 0;
  const quota = makeQuota({ calls: 2, bytes: 100 }, { now: () => now });

  expect(quota.take("192.0.2.1", 10)).toBeNull();
  expect(quota.take("192.0.2.1", 10)).toBeNull();
  expect(quota.take("192.0.2.1", 10)).toBe(60_000);
  expect(quota.take("192.0.2.2", 101)).toBe(60_000);
  expect(quota.take("192.0.2.2", 100)).toBeNull();
  now = 60_000;
  expect(quota.take("192.0.2.1", 10)).toBeNull();
});

test.each([
  ["refused", 60_000],
  ["free", null],
] as const)("with more addresses than can be counted newcomers are %s", (newcomers, expected) => {
  const quota = makeQuota({ calls: 1, bytes: 100 }, { now: () => 0, newcomers });
  for (let number = 0; number < 10_000; number += 1) quota.take(`address-${number}`, 1);

  expect(quota.take("one-more", 1)).toBe(expected);
  expect(quota.take("address-1", 1)).toBe(60_000);
});

test("what is left is told without being used up", () => {
  let now = 0;
  const quota = makeQuota({ calls: 3, bytes: 100 }, { now: () => now });

  quota.take("token", 0);
  now = 20_000;

  expect(quota.left("token")).toEqual({ calls: 2, endsInMs: 40_000 });
  expect(quota.left("token")).toEqual({ calls: 2, endsInMs: 40_000 });
  expect(quota.left("another")).toEqual({ calls: 3, endsInMs: 40_000 });
  now = 60_000;
  expect(quota.left("token")).toEqual({ calls: 3, endsInMs: 60_000 });
});
