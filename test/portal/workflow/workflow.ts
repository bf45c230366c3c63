import { randomBytes, randomInt } from "node:crypto";

import type { WorkflowStart, WorkflowView } from "../contract.ts";
import type { Json } from "../php-values.ts";
import type { Step } from "./step-registry.ts";

export type ExecutionState = "waiting" | "passed" | "completed" | "timeout" | "terminated";

/** One pass through the application's step; loops and branches make several. */
export interface Execution {
  activityName: string;
  eventId: string;
  token: string;
  state: ExecutionState;
  startedAt: number;
  deadlineAt: number | null;
  timer: NodeJS.Timeout | null;
  remaining: number;
  /** Values of the first answer as text, to recognise a second one that differs. */
  firstAnswer: string | null;
  completionsWithEffect: number;
  completionsDropped: number;
}

export interface ExecutionView {
  activityName: string;
  eventToken: string;
  state: ExecutionState;
  completionsWithEffect: number;
  completionsDropped: number;
}

/** The view of the contract plus what only a judge wants to know. */
export interface WorkflowDetails extends WorkflowView {
  exists: boolean;
  useSubscription: "Y" | "N";
  timeoutSeconds: number;
  documentType: [string, string, string];
  startedBy: number;
  templateId: string;
  completionsWithEffect: number;
  completionsDropped: number;
  executions: ExecutionView[];
}

export interface Workflow {
  id: string;
  step: Step;
  stepName: string;
  start: WorkflowStart;
  useSubscription: "Y" | "N";
  documentId: [string, string, string];
  documentType: [string, string, string];
  templateId: string;
  state: WorkflowView["state"];
  startedAt: number;
  changedAt: number;
  finishedAt: number | null;
  isTimeout: boolean;
  log: WorkflowView["log"];
  returnValues: Record<string, Json> | null;
  executions: Execution[];
  openBranches: number;
}

/** As PHP's uniqid with more entropy: 14 hex digits, a dot, 8 digits. */
export function newWorkflowId(now: number): string {
  const seconds = Math.floor(now / 1000)
    .toString(16)
    .padStart(8, "0");
  const micros = randomInt(0x100000).toString(16).padStart(6, "0").slice(0, 6);
  return `${seconds}${micros}.${String(randomInt(100_000_000)).padStart(8, "0")}`;
}

export function newActivityName(): string {
  const part = (size: number): string => String(randomInt(10 ** (size - 1), 10 ** size));
  const salt = randomBytes(1).readUInt8() % 10;
  return `A${part(5)}_${part(4)}_${part(5)}_${part(3)}${String(salt)}`;
}

export function workflowDetails(workflow: Workflow, exists: boolean): WorkflowDetails {
  const executions = workflow.executions.map((execution) => ({
    activityName: execution.activityName,
    eventToken: execution.token,
    state: execution.state,
    completionsWithEffect: execution.completionsWithEffect,
    completionsDropped: execution.completionsDropped,
  }));
  const sum = (pick: (item: ExecutionView) => number): number => {
    return executions.reduce((total, item) => total + pick(item), 0);
  };
  return {
    id: workflow.id,
    code: workflow.step.code,
    stepName: workflow.stepName,
    documentId: workflow.documentId,
    documentType: workflow.documentType,
    state: workflow.state,
    startedAt: new Date(workflow.startedAt).toISOString(),
    finishedAt: workflow.finishedAt === null ? null : new Date(workflow.finishedAt).toISOString(),
    isTimeout: workflow.isTimeout,
    log: [...workflow.log],
    returnValues: workflow.returnValues,
    exists,
    useSubscription: workflow.useSubscription,
    timeoutSeconds: workflow.start.timeoutSeconds ?? 0,
    startedBy: workflow.start.startedBy ?? 1,
    templateId: workflow.templateId,
    completionsWithEffect: sum((item) => item.completionsWithEffect),
    completionsDropped: sum((item) => item.completionsDropped),
    executions,
  };
}
