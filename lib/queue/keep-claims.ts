import type { PgBoss } from "pg-boss";
import { log } from "../log.ts";
import { TOPICS, type Topic } from "./topics.ts";

export interface Held {
  id: string;
  retryCount: number;
  abort: AbortController;
  done: Promise<void>;
}

interface KeepClaimsInput {
  boss: PgBoss;
  topic: Topic;
  held: Map<string, Held>;
}

/** Renews the claims of jobs at work; a job that another worker holds by now is aborted here. */
export function keepClaims(input: KeepClaimsInput): { stop(): void } {
  const { heartbeatSeconds } = TOPICS[input.topic].settings;
  const timer = setInterval(() => void renew(input), ((heartbeatSeconds ?? 30) * 1_000) / 3);
  return {
    stop: () => {
      clearInterval(timer);
    },
  };
}

async function renew({ boss, topic, held }: KeepClaimsInput): Promise<void> {
  const mine = [...held.values()];
  if (mine.length === 0) return;
  const attempts = mine.map(({ id, retryCount }) => ({ id, retryCount }));
  try {
    const answer = (await boss.touch(topic, attempts)) as { settled?: string[] };
    if (answer.settled === undefined) return;
    const renewed = new Set(answer.settled);
    for (const one of mine) {
      // Jobs that ended while the renewal was under way are no longer in `held`.
      if (renewed.has(one.id) || held.get(one.id) !== one) continue;
      one.abort.abort(new Error("Another worker holds this job now."));
    }
  } catch (error) {
    log("warn", "queue.renew_failed", { topic, error });
  }
}
