import { connectOutside } from "../../outside/connect.ts";
import type { Behaviour, OutsideSystem, Received } from "../../outside/outside-system.ts";
import type { Portal } from "../../portal/index.ts";
import type { FaultBed } from "../bed.ts";
import { seededRandom } from "../random.ts";
import { openTcpProxy, type TcpProxy } from "../tcp-proxy.ts";
import type { JobHistory } from "./history.ts";
import { makeOutsideJob, type OutsideJob } from "./outside-job.ts";
import { JOB_PLANS, type JobPlan } from "./plans.ts";

export const CONNECTION = "Billing";

/** The outside systems of all portals, each behind a way that can be disturbed. */
export interface JobSystems {
  links: TcpProxy[];
  histories: JobHistory[];
  /** Why they turned requests away, other than as repetitions. */
  faults(): string[];
  /** Secrets of connections and runs. */
  secrets(): [name: string, secret: string][];
  /** Whether each has done what its plan says. */
  isIdle(): boolean;
  stop(): Promise<void>;
}

/** What a job's payload tells the outside system to do. */
export interface JobOrder {
  plan: string;
  draw: number;
}

export async function openJobSystems(bed: FaultBed): Promise<JobSystems> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const hall: Hall = { signal, histories: [], links: [], faults: [], working: new Set() };
  const systems: OutsideSystem[] = [];
  for (const portal of bed.cloud.portals) systems.push(await openSystem(hall, { bed, portal }));
  const { histories, links, working } = hall;
  return {
    links,
    histories,
    faults: () => {
      const all = systems.flatMap((system) => system.faults);
      return [...hall.faults, ...all.filter((text) => !text.startsWith("repeated"))];
    },
    secrets: () => [
      ...systems.map(({ secret }): [string, string] => ["connection's secret", secret]),
      ...histories.flatMap(({ requests: [first] }): [string, string][] =>
        first === undefined ? [] : [["run's secret", first.data.token]],
      ),
    ],
    isIdle: () => working.size === 0,
    stop: async () => {
      stopping.abort();
      await Promise.all([...systems, ...links].map(async (one) => one.stop()));
    },
  };
}

interface Hall {
  signal: AbortSignal;
  histories: JobHistory[];
  links: TcpProxy[];
  faults: string[];
  /** Jobs whose plan is not done yet. */
  working: Set<OutsideJob>;
}

interface Known {
  plan: JobPlan;
  job: OutsideJob;
  /** Once, at the first request that it takes. */
  begin: () => void;
}

async function openSystem(
  hall: Hall,
  { bed, portal }: { bed: FaultBed; portal: Portal },
): Promise<OutsideSystem> {
  const through = async (target: number): Promise<number> => {
    const link = await openTcpProxy(target);
    hall.links.push(link);
    return link.port;
  };
  const { system } = await connectOutside({ cloud: bed.cloud, portal, through }, CONNECTION);
  const jobs = new Map<string, Known>();
  system.behave = (message, repetition) => {
    const { runId } = message.data;
    if (message.type === "job.cancelled") {
      jobs.get(runId)?.job.history.cancellations.push(message);
      return undefined;
    }
    const known = jobs.get(runId) ?? meet(hall, message);
    jobs.set(runId, known);
    known.job.history.requests.push(message);
    const answer: Behaviour = known.plan.behave?.(known.job, repetition) ?? {};
    if ((answer.status ?? 202) < 300) known.begin();
    return answer;
  };
  return system;
}

function meet(hall: Hall, { data }: Received): Known {
  const order = data.payload as JobOrder;
  const plan = JOB_PLANS.find(({ name }) => name === order.plan);
  if (plan === undefined) throw new Error(`There is no plan ${order.plan}.`);
  const history: JobHistory = {
    ...{ plan: plan.name, workflowId: data.workflowId },
    ...{ requests: [], cancellations: [], reports: [] },
  };
  hall.histories.push(history);
  const ended = Promise.withResolvers<undefined>();
  const job = makeOutsideJob({ data, history, ended: ended.promise, signal: hall.signal });
  let isBegun = false;
  const begin = (): void => {
    if (isBegun) return;
    isBegun = true;
    hall.working.add(job);
    plan
      .work(job, seededRandom(order.draw))
      .catch((error: unknown) => {
        // The suite's end breaks off what still goes on.
        if (!hall.signal.aborted) hall.faults.push(`${plan.name}: ${String(error)}`);
      })
      .finally(() => {
        hall.working.delete(job);
        ended.resolve(undefined);
      });
  };
  return { plan, job, begin };
}
