import { expect, test } from "vitest";
import { makeQuota } from "../../../../lib/http/spool/quota.ts";

test("one address may have so many calls and bytes kept in a minute, others are not touched", () => {
  let now = 0;
  const quota = makeQuota({ calls: 2, bytes: 100 }, () => now);

  expect(quota.take("192.0.2.1", 10)).toBeNull();
  expect(quota.take("192.0.2.1", 10)).toBeNull();
  expect(quota.take("192.0.2.1", 10)).toBe(60_000);
  expect(quota.take("192.0.2.2", 101)).toBe(60_000);
  expect(quota.take("192.0.2.2", 100)).toBeNull();
  now = 60_000;
  expect(quota.take("192.0.2.1", 10)).toBeNull();
});
