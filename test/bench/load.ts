import { Pool } from "undici";
import { quantile } from "./figure.ts";

export interface LoadResult {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
}

/** Keeps `connections` requests under way for some seconds; any answer but 200 ends the bench. */
export async function load(input: {
  origin: string;
  path: string;
  body: (number: number) => string;
  connections: number;
  seconds: number;
}): Promise<LoadResult> {
  const pool = new Pool(input.origin, { connections: input.connections, pipelining: 1 });
  const times: number[] = [];
  const startedAt = performance.now();
  const endAt = startedAt + input.seconds * 1_000;
  let number = 0;
  const client = async (): Promise<void> => {
    while (performance.now() < endAt) {
      number += 1;
      const sentAt = performance.now();
      const answer = await pool.request({
        path: input.path,
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: input.body(number),
      });
      await answer.body.dump();
      if (answer.statusCode !== 200) throw new Error(`status ${answer.statusCode}`);
      times.push(performance.now() - sentAt);
    }
  };
  await Promise.all(Array.from({ length: input.connections }, client));
  const seconds = (performance.now() - startedAt) / 1_000;
  await pool.close();
  return {
    perSecond: times.length / seconds,
    p50Ms: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
  };
}
