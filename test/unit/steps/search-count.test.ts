import { describe, expect, test } from "vitest";
import type { PortalCtx } from "../../../lib/ctx.ts";
import { countMatches } from "../../../lib/steps/search/count-matches.ts";
import type { Asked } from "../../../lib/steps/search/find-matches.ts";

const FROM = Date.parse("2026-09-01T00:00:00Z");
const asked = {
  q: "",
  zone: "UTC",
  from: new Date(FROM).toISOString(),
  to: "2026-09-02T00:00:00.000Z",
};
const ctx = {} as PortalCtx;

// Entries at these seconds of the day, in an archive that counts no further than `limit`.
function archive(seconds: number[], limit: number) {
  const spans: [number, number][] = [];
  const within = ({ from, to }: Asked) =>
    seconds.filter((second) => {
      const at = FROM + second * 1_000;
      return at >= Date.parse(from) && at < Date.parse(to);
    }).length;
  const walked: number[] = [];
  return {
    spans,
    walked,
    count: async (_ctx: PortalCtx, input: Asked) => {
      spans.push([Date.parse(input.from), Date.parse(input.to)]);
      const total = within(input);
      return { total: Math.min(total, limit), isExact: total <= limit };
    },
    walk: async (_ctx: PortalCtx, input: Asked) => {
      walked.push(within(input));
      return within(input);
    },
  };
}

async function count(store: ReturnType<typeof archive>, signal = new AbortController().signal) {
  const reports: number[] = [];
  const report = async (total: number) => {
    reports.push(total);
  };
  return { total: await countMatches(ctx, { ...asked, signal, report }, store), reports };
}

describe("counting the matches of a search", () => {
  test("takes what the archive counts to its end at once", async () => {
    const store = archive([1, 2, 3], 10);

    expect(await count(store)).toEqual({ total: 3, reports: [] });
    expect(store.spans).toHaveLength(1);
  });

  test("is exact beyond what the archive counts at once, newest part first", async () => {
    const store = archive(
      Array.from({ length: 5_000 }, (_, index) => (index * 17) % 86_400),
      300,
    );

    const { total, reports } = await count(store);

    expect(total).toBe(5_000);
    expect(reports.at(-1)).toBe(5_000);
    expect(reports).toEqual(reports.toSorted((one, other) => one - other));
    expect(store.walked).toEqual([]);
  });

  test("goes one by one through a second that alone has too many", async () => {
    const store = archive([...Array<number>(500).fill(40_000), 3, 86_399], 100);

    expect((await count(store)).total).toBe(502);
    expect(store.walked).toEqual([500]);
  });

  test("stops when the run is over", async () => {
    const store = archive(Array<number>(500).fill(1), 100);

    await expect(count(store, AbortSignal.abort(new Error("over")))).rejects.toThrow("over");
  });
});
