import type { Received } from "../../outside/outside-system.ts";

export type JobOutcome = "success" | "failure" | "timeout" | "cancelled";
export type Route = "progress" | "heartbeat" | "complete" | "fail";

/** One report of an outside system with the answer that it got in the end. */
export interface Report {
  route: Route;
  body: { message?: string; result?: string };
  sentAt: Date;
  /** Null when the suite ended first. */
  status: number | null;
  /** Of a problem. */
  type: string | null;
  /** Every answer, also those after which it was sent again; 0 is none. */
  statuses: number[];
}

/** What an outside system saw and did for one process. */
export interface JobHistory {
  plan: string;
  workflowId: string;
  /** Each with a right signature. */
  requests: Received[];
  cancellations: Received[];
  reports: Report[];
}
