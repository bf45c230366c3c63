import { expect, test } from "vitest";
import { TOPICS } from "../../../lib/queue/index.ts";
import { registry } from "../../../lib/worker/registry.ts";

test("every topic has exactly one handler", () => {
  const topics = registry().map(({ topic }) => topic);

  expect(topics.toSorted()).toEqual(Object.keys(TOPICS).toSorted());
});
