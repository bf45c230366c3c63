import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { JsonMap } from "../../portal/php-values.ts";
import type { WorkflowDetails } from "../../portal/index.ts";
import {
  installedPortal,
  rest,
  startHandler,
  type Answer,
  type Handler,
  type InstalledPortal,
} from "./installed-portal.ts";

let at: InstalledPortal;
let handler: Handler;

beforeEach(async () => {
  handler = await startHandler();
  at = await installedPortal({ appUrl: handler.url });
  const params = {
    CODE: "work",
    HANDLER: `${handler.url}/work`,
    NAME: "Work",
    USE_SUBSCRIPTION: "Y",
    RETURN_PROPERTIES: {
      status: { Name: "Status", Type: "string", Default: "none" },
      found: { Name: "Found", Type: "int", Multiple: "Y" },
    },
  };
  await rest(at, { method: "bizproc.activity.add", params });
});

afterEach(async () => {
  await at.cloud.stop();
  await handler.stop();
});

const view = (id: string): WorkflowDetails => {
  const workflow = at.portal.workflow(id);
  if (workflow === null) throw new Error(`no workflow ${id}`);
  return workflow;
};

const tokenOf = (workflow: WorkflowDetails, index = 0): string => {
  return workflow.executions[index]?.eventToken ?? "";
};

const send = (token: string, values: JsonMap, message = ""): Promise<Answer> => {
  const params = { EVENT_TOKEN: token, RETURN_VALUES: values, LOG_MESSAGE: message };
  return rest(at, { method: "bizproc.event.send", params });
};

const log = (token: string, message: string): Promise<Answer> => {
  const params = { EVENT_TOKEN: token, LOG_MESSAGE: message };
  return rest(at, { method: "bizproc.activity.log", params });
};

const kinds = (): string[] => at.cloud.journal.violations.map(({ kind }) => kind);

describe("a waiting step", () => {
  test("takes lines while it waits and ends with the first answer", async () => {
    const workflow = await at.portal.startWorkflow({ code: "work" });
    await log(tokenOf(workflow), "half done");
    const answer = await send(tokenOf(workflow), { STATUS: "ok", found: 3, other: 1 }, "done");
    expect(answer.body.result).toBe(true);
    await expect.poll(() => view(workflow.id).state).toBe("completed");
    const { returnValues, log: lines, completionsWithEffect } = view(workflow.id);
    expect(returnValues).toEqual({ status: "ok", found: [3] });
    expect(completionsWithEffect).toBe(1);
    const own = lines.filter(({ kind }) => kind !== "system").map(({ message }) => message);
    expect(own).toEqual(["half done", "done"]);
    expect(kinds()).toEqual([]);
  });

  test("drops later answers but says true, and keeps defaults of what is missing", async () => {
    const workflow = await at.portal.startWorkflow({ code: "work" });
    await send(tokenOf(workflow), {});
    await expect.poll(() => view(workflow.id).state).toBe("completed");
    expect(view(workflow.id).returnValues).toEqual({ status: "none", found: null });
    const again = await send(tokenOf(workflow), { status: "late" });
    expect(again.body.result).toBe(true);
    await expect.poll(() => view(workflow.id).completionsDropped).toBe(1);
    expect(kinds()).toEqual(["completion-conflict"]);
  });

  test("lets lines after its answer pass silently, until the workflow is gone", async () => {
    const workflow = await at.portal.startWorkflow({ code: "work" });
    await send(tokenOf(workflow), {});
    await expect.poll(() => view(workflow.id).state).toBe("completed");
    expect((await log(tokenOf(workflow), "late")).body.result).toBe(true);
    at.portal.settings.workflowLingerMs = 0;
    const gone = await log(tokenOf(workflow), "later");
    expect([gone.status, gone.body.error]).toEqual([400, ""]);
    expect(kinds()).toEqual(["log-after-completion", "log-after-completion"]);
    expect(view(workflow.id).log.some(({ message }) => message.startsWith("late"))).toBe(false);
  });

  test("ends by itself when its time is over", async () => {
    const workflow = await at.portal.startWorkflow({ code: "work", timeoutSeconds: 600 });
    at.cloud.clock.set({ offsetMs: 601_000 });
    await expect.poll(() => view(workflow.id).state).toBe("completed");
    expect(view(workflow.id).isTimeout).toBe(true);
    expect(view(workflow.id).returnValues?.IsTimeout).toBe(1);
  });

  test("refuses a token with a wrong signature", async () => {
    const workflow = await at.portal.startWorkflow({ code: "work" });
    const broken = `${tokenOf(workflow).slice(0, -1)}${tokenOf(workflow).endsWith("0") ? "1" : "0"}`;
    expect((await send(broken, {})).body.error).toBe("ACCESS_DENIED");
    expect((await log(broken, "x")).status).toBe(403);
  });
});

describe("other courses of a workflow", () => {
  test("a step that does not wait has passed before the handler answers", async () => {
    const workflow = await at.portal.startWorkflow({ code: "work", useSubscription: "N" });
    expect(workflow.state).toBe("completed");
    await at.cloud.queue.idle();
    expect(handler.calls[0]?.form.use_subscription).toBe("N");
    await send(tokenOf(workflow), {});
    expect(kinds()).toEqual(["answer-for-no-wait"]);
  });

  test("every turn of a loop and every branch has a token of its own", async () => {
    const workflow = await at.portal.startWorkflow({ code: "work", repeat: 2, parallel: 2 });
    for (let turn = 0; turn < 4; turn += 1) {
      await expect.poll(() => view(workflow.id).executions.length).toBeGreaterThan(turn);
      await send(tokenOf(view(workflow.id), turn), { status: String(turn) });
    }
    await expect.poll(() => view(workflow.id).state).toBe("completed");
    const tokens = view(workflow.id).executions.map(({ eventToken }) => eventToken);
    expect(new Set(tokens).size).toBe(4);
    expect(view(workflow.id).completionsWithEffect).toBe(4);
  });

  test("a workflow is listed while it runs and not after it was terminated", async () => {
    const workflow = await at.portal.startWorkflow({ code: "work" });
    const list = async (): Promise<unknown> => {
      const params = { SELECT: ["ID"], FILTER: { ID: workflow.id } };
      return (await rest(at, { method: "bizproc.workflow.instances", params })).body.result;
    };
    expect(await list()).toEqual([{ ID: workflow.id }]);
    const params = { ID: workflow.id, STATUS: "Stopped by app" };
    await rest(at, { method: "bizproc.workflow.terminate", params });
    expect(await list()).toEqual([]);
    expect(view(workflow.id).state).toBe("terminated");
  });

  test("an unpaid application is not called", async () => {
    at.portal.setPayment({ expired: true });
    await at.portal.startWorkflow({ code: "work" });
    await at.cloud.queue.idle();
    expect(handler.calls).toEqual([]);
  });
});
