import { asList, asText, isEmptyValue, isMap, isoWithOffset, type JsonMap } from "../php-values.ts";
import { RestError } from "../rest/rest-error.ts";
import { answer, requireAdmin, type MethodTable, type RestAnswer, type RestCall } from "./call.ts";
import { listAnswer } from "./listing.ts";

const SCOPE = ["bizproc"];

/** A workflow template; the one step it runs is the application's, if it names one. */
export interface WorkflowTemplate {
  id: string;
  name: string;
  documentType: [string, string, string];
  stepCode: string | null;
}

export const workflowTemplates: WorkflowTemplate[] = [
  {
    id: "1",
    name: "Approve deal",
    documentType: ["crm", "CCrmDocumentDeal", "DEAL"],
    stepCode: null,
  },
];

function wrongId(text: string): RestError {
  return new RestError("ERROR_WRONG_WORKFLOW_ID", text);
}

function start(call: RestCall): RestAnswer {
  const { TEMPLATE_ID: id, DOCUMENT_ID: documentId, PARAMETERS: given } = call.params;
  if (isEmptyValue(id)) throw wrongId("Empty TEMPLATE_ID");
  const template = workflowTemplates.find((item) => item.id === asText(id));
  if (template === undefined) throw wrongId("Template not found");
  const [module, entity, document, ...more] = asList(documentId).map(asText);
  if (module === undefined || entity === undefined || document === undefined || more.length > 0) {
    throw new RestError("", "Wrong DOCUMENT_ID!");
  }
  if (module !== template.documentType[0] || entity !== template.documentType[1]) {
    throw new RestError("", "Template type and DOCUMENT_ID mismatch!");
  }
  const steps = call.portal.stepRegistry.all();
  const code = template.stepCode ?? steps[0]?.code;
  if (code === undefined) throw new RestError("", "Incorrect document type!");
  const properties = Object.entries(isMap(given) ? given : {}).map(([key, value]) => {
    return [key, Array.isArray(value) ? value.map(asText) : asText(value)] as const;
  });
  const workflow = call.portal.engine.start(
    {
      code,
      documentId: [module, entity, document],
      documentType: template.documentType,
      properties: Object.fromEntries(properties),
      startedBy: call.caller.user.id,
    },
    template.id,
  );
  call.effect = `started ${workflow.id}`;
  return answer(workflow.id);
}

function instances(call: RestCall): RestAnswer {
  requireAdmin(call);
  const offset = call.portal.settings.serverOffsetMinutes;
  const rows = call.portal.engine.running().map((workflow): JsonMap => ({
    ID: workflow.id,
    MODIFIED: isoWithOffset(workflow.changedAt, offset),
    OWNED_UNTIL: null,
    MODULE_ID: workflow.documentId[0],
    ENTITY: workflow.documentId[1],
    DOCUMENT_ID: workflow.documentId[2],
    STARTED: isoWithOffset(workflow.startedAt, offset),
    STARTED_BY: String(workflow.start.startedBy ?? 1),
    TEMPLATE_ID: workflow.templateId,
  }));
  return listAnswer(call.params, { rows, defaultSelect: ["ID", "MODIFIED", "OWNED_UNTIL"] });
}

function templates(call: RestCall): RestAnswer {
  requireAdmin(call);
  const rows = workflowTemplates.map((template): JsonMap => ({
    ID: template.id,
    NAME: template.name,
    MODULE_ID: template.documentType[0],
    ENTITY: template.documentType[1],
    DOCUMENT_TYPE: template.documentType[2],
  }));
  return listAnswer(call.params, { rows, defaultSelect: ["ID"] });
}

function end(call: RestCall): RestAnswer {
  requireAdmin(call);
  const { ID: id, STATUS: status } = call.params;
  if (isEmptyValue(id)) throw wrongId("Empty workflow instance ID");
  const isKill = call.method === "bizproc.workflow.kill";
  const text = isEmptyValue(status) ? "Terminated" : asText(status);
  const wasThere = isKill
    ? call.portal.engine.forget(asText(id))
    : call.portal.engine.terminate(asText(id), text);
  call.effect = wasThere ? `ended ${asText(id)}` : null;
  return answer(true);
}

export const workflowMethods: MethodTable = {
  "bizproc.workflow.start": { scope: SCOPE, feature: "bizproc", run: start },
  "bizproc.workflow.instances": { scope: SCOPE, feature: "bizproc", run: instances },
  "bizproc.workflow.terminate": { scope: SCOPE, feature: "bizproc", run: end },
  "bizproc.workflow.kill": { scope: SCOPE, feature: "bizproc", run: end },
  "bizproc.workflow.template.list": { scope: SCOPE, feature: "bizproc", run: templates },
};
