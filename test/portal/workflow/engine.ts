import type { WorkflowStart } from "../contract.ts";
import type { Json } from "../php-values.ts";
import type { Portal } from "../portal.ts";
import { queueStepCall } from "../queue/step-call.ts";
import { ControlError } from "../control/control-error.ts";
import { readEventToken } from "./event-token.ts";
import { acceptedOutputs } from "./return-values.ts";
import {
  newActivityName,
  workflowDetails,
  type Execution,
  type Workflow,
  type WorkflowDetails,
} from "./workflow.ts";
import { newExecution, newWorkflow } from "./workflow-factory.ts";

const LONGEST_TIMER = 2_000_000_000;

export interface FoundExecution {
  workflow: Workflow;
  execution: Execution | null;
}

/** Processes whose only step is the application's own. */
export class WorkflowEngine {
  readonly #portal: Portal;
  readonly #workflows = new Map<string, Workflow>();
  readonly #stopListening: () => void;

  constructor(portal: Portal) {
    this.#portal = portal;
    this.#stopListening = portal.cloud.clock.onChange(() => {
      this.#rearm();
    });
  }

  #now(): number {
    return this.#portal.cloud.clock.now();
  }

  start(input: WorkflowStart, templateId = "1"): WorkflowDetails {
    const step = this.#portal.stepRegistry.find(input.code);
    if (step === null) throw new ControlError(404, `no step is registered as ${input.code}`);
    const workflow = newWorkflow(this.#portal, {
      step,
      start: { ...input },
      templateId,
    });
    this.#workflows.set(workflow.id, workflow);
    for (let branches = workflow.openBranches; branches > 0; branches -= 1) {
      this.#execute(workflow, { name: newActivityName(), remaining: (input.repeat ?? 1) - 1 });
    }
    return this.#details(workflow);
  }

  #execute(workflow: Workflow, input: { name: string; remaining: number }): void {
    const { name, remaining } = input;
    const execution = newExecution(this.#portal, { workflow, name, remaining });
    workflow.executions.push(execution);
    this.#line(workflow, "system", `Step "${workflow.stepName}" started`);
    if (this.#portal.installation.isPaymentExpired) {
      execution.state = "passed";
      this.#line(workflow, "system", "Payment required: the application was not called");
    } else {
      queueStepCall(this.#portal, { workflow, execution });
    }
    if (execution.state === "waiting") this.#arm(workflow, execution);
    else this.#leave(workflow, execution);
  }

  #arm(workflow: Workflow, execution: Execution): void {
    if (execution.timer !== null) clearTimeout(execution.timer);
    execution.timer = null;
    if (execution.deadlineAt === null || execution.state !== "waiting") return;
    const left = Math.max(0, execution.deadlineAt - this.#now());
    execution.timer = setTimeout(
      () => {
        if (execution.state !== "waiting" || execution.deadlineAt === null) return;
        if (execution.deadlineAt <= this.#now()) this.#timeOut(workflow, execution);
        else this.#arm(workflow, execution);
      },
      Math.min(left, LONGEST_TIMER),
    );
  }

  #rearm(): void {
    for (const workflow of this.#workflows.values()) {
      if (workflow.state !== "running") continue;
      for (const execution of workflow.executions) this.#arm(workflow, execution);
    }
  }

  #timeOut(workflow: Workflow, execution: Execution): void {
    execution.state = "timeout";
    workflow.isTimeout = true;
    workflow.returnValues = {
      ...acceptedOutputs(workflow.step.returnProperties, undefined),
      IsTimeout: 1,
    };
    this.#line(workflow, "system", "The waiting time is over");
    this.#leave(workflow, execution);
  }

  #leave(workflow: Workflow, execution: Execution): void {
    if (execution.timer !== null) clearTimeout(execution.timer);
    execution.timer = null;
    if (workflow.state !== "running") return;
    if (execution.remaining > 0) {
      this.#execute(workflow, {
        name: execution.activityName,
        remaining: execution.remaining - 1,
      });
      return;
    }
    workflow.openBranches -= 1;
    if (workflow.openBranches === 0) this.#finish(workflow, "completed");
  }

  #finish(workflow: Workflow, state: "completed" | "terminated"): void {
    workflow.state = state;
    workflow.finishedAt = this.#now();
    this.#line(workflow, "system", state === "completed" ? "Workflow completed" : "Terminated");
  }

  #line(workflow: Workflow, kind: "system" | "progress" | "completion", message: string): void {
    workflow.changedAt = this.#now();
    workflow.log.push({ at: new Date(workflow.changedAt).toISOString(), kind, message });
  }

  /** Whether REST still finds the instance: it lives on a moment after its last step. */
  exists(workflow: Workflow): boolean {
    if (workflow.state === "running") return true;
    if (workflow.state !== "completed" || workflow.finishedAt === null) return false;
    return this.#now() < workflow.finishedAt + this.#portal.settings.workflowLingerMs;
  }

  /** The execution behind a token; null for a token without a right signature. */
  byToken(token: string): { found: FoundExecution | null } | null {
    const parts = readEventToken(this.#portal.secret, token);
    if (parts === null) return null;
    const workflow = this.#workflows.get(parts.workflowId);
    if (workflow === undefined) return { found: null };
    const execution = workflow.executions.find((item) => item.eventId === parts.eventId) ?? null;
    return { found: { workflow, execution } };
  }

  writeProgress(found: FoundExecution, message: string): boolean {
    if (found.execution?.state !== "waiting") return false;
    this.#line(found.workflow, "progress", message);
    return true;
  }

  complete(found: FoundExecution, input: { values: Json | undefined; message: string }): boolean {
    const { workflow, execution } = found;
    if (execution === null) return false;
    if (execution.state !== "waiting") {
      execution.completionsDropped += 1;
      return false;
    }
    execution.state = "completed";
    execution.completionsWithEffect += 1;
    workflow.returnValues = acceptedOutputs(workflow.step.returnProperties, input.values);
    const message = input.message === "" ? "The application answered" : input.message;
    this.#line(workflow, "completion", message);
    this.#leave(workflow, execution);
    return true;
  }

  terminate(id: string, status = "Terminated"): boolean {
    const workflow = this.#workflows.get(id);
    if (workflow?.state !== "running") return false;
    for (const execution of workflow.executions) {
      if (execution.state === "waiting") execution.state = "terminated";
      if (execution.timer !== null) clearTimeout(execution.timer);
      execution.timer = null;
    }
    this.#line(workflow, "system", status);
    this.#finish(workflow, "terminated");
    return true;
  }

  /** Takes an instance away without a trace, as an administrator's clean-up does. */
  forget(id: string): boolean {
    const workflow = this.#workflows.get(id);
    if (workflow === undefined) return false;
    this.terminate(id);
    workflow.state = "gone";
    return true;
  }

  #details(workflow: Workflow): WorkflowDetails {
    return workflowDetails(workflow, this.exists(workflow));
  }

  find(id: string): WorkflowDetails | null {
    const workflow = this.#workflows.get(id);
    return workflow === undefined ? null : this.#details(workflow);
  }

  all(): WorkflowDetails[] {
    return [...this.#workflows.values()].map((workflow) => this.#details(workflow));
  }

  get size(): number {
    return this.#workflows.size;
  }

  running(): Workflow[] {
    return [...this.#workflows.values()].filter((workflow) => workflow.state === "running");
  }

  stop(): void {
    this.#stopListening();
    for (const workflow of this.#workflows.values()) {
      for (const execution of workflow.executions) {
        if (execution.timer !== null) clearTimeout(execution.timer);
      }
    }
  }
}
