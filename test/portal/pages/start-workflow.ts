import type { PortalPagesApi, StepCard, WorkflowStart, WorkflowView } from "../contract.ts";
import { asRecord, asText } from "./browser/loose-values.ts";
import { dealDocumentId, dealDocumentType, findDeal, type SampleDeal } from "./deals.ts";
import { memoryOf, type PropertyValues } from "./memory.ts";
import { RefusedRequest } from "./reply.ts";
import { resolveExpressions, valuesFromForm, valuesFromSettings } from "./step-values.ts";
import type { Visit } from "./visit.ts";

/** The start form of a step, or of the designer, where the values were saved before. */
export async function startFromForm(
  portal: PortalPagesApi,
  visit: Visit,
  form: URLSearchParams,
): Promise<WorkflowView> {
  const step = findStep(portal, visit, form.get("code") ?? "");
  const deal = getDeal(Number(form.get("deal")));
  const values =
    form.get("values") === "saved"
      ? (memoryOf(portal).savedValues.get(step.code) ?? {})
      : valuesFromForm(step, { form, lang: visit.lang });
  return start(portal, visit, {
    step,
    deal,
    values,
    subscription: form.get("subscription"),
    timeoutSeconds: Number(form.get("timeout") ?? 0),
  });
}

/** The same by JSON: `{code, deal?, useSubscription?, timeoutSeconds?, properties?}`. */
export async function startFromJson(
  portal: PortalPagesApi,
  visit: Visit,
  body: Record<string, unknown>,
): Promise<WorkflowView> {
  const step = findStep(portal, visit, asText(body.code));
  return start(portal, visit, {
    step,
    deal: getDeal(Number(body.deal ?? 777)),
    values: valuesFromSettings(step, asRecord(body.properties)),
    subscription: body.useSubscription,
    timeoutSeconds: Number(body.timeoutSeconds ?? 0),
  });
}

export function findStep(portal: PortalPagesApi, visit: Visit, code: string): StepCard {
  const step = portal.steps(visit.lang).find((candidate) => candidate.code === code);
  if (!step) throw new RefusedRequest(404, "There is no such step");
  return step;
}

interface StartInput {
  step: StepCard;
  deal: SampleDeal;
  values: PropertyValues;
  subscription: unknown;
  timeoutSeconds: number;
}

async function start(
  portal: PortalPagesApi,
  visit: Visit,
  input: StartInput,
): Promise<WorkflowView> {
  const { step, deal, subscription, timeoutSeconds } = input;
  if (!Number.isInteger(timeoutSeconds) || timeoutSeconds < 0)
    throw new RefusedRequest(400, "The time limit is not a number of seconds");
  const request: WorkflowStart = {
    code: step.code,
    useSubscription: subscription === "Y" || subscription === "N" ? subscription : null,
    timeoutSeconds,
    documentId: dealDocumentId(deal),
    documentType: dealDocumentType,
    properties: resolveExpressions(input.values, deal),
    startedBy: visit.user.id,
  };
  return portal.startWorkflow(request);
}

function getDeal(id: number): SampleDeal {
  const deal = findDeal(id);
  if (!deal) throw new RefusedRequest(404, "There is no such deal");
  return deal;
}
