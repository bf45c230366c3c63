import { createHash } from "node:crypto";
import type { PropertyCard, StepCard } from "../contract.ts";
import { dealDocumentType } from "./deals.ts";
import type { PropertyValues } from "./memory.ts";
import { sampleTemplate, type TemplateValue } from "./sample-template.ts";

/** PLACEMENT_OPTIONS of the settings dialog of a step. */
export function designerOptions(step: StepCard, saved: PropertyValues): Record<string, unknown> {
  return {
    code: step.code,
    activity_name: activityName(step.code),
    properties: byId(step.properties.map(toDescriptor)),
    current_values: { ...defaultValues(step), ...saved },
    document_type: dealDocumentType,
    document_fields: byId([
      documentField("ID", { type: "int", name: "ID" }),
      documentField("TITLE", { type: "string", name: "Name" }),
      documentField("OPPORTUNITY", { type: "double", name: "Amount" }),
      documentField("STAGE_ID", { type: "string", name: "Stage" }),
      documentField("ASSIGNED_BY_ID", { type: "user", name: "Responsible person" }),
    ]),
    template: {
      parameters: byId(sampleTemplate.parameters.map(templateValue)),
      variables: byId(sampleTemplate.variables.map(templateValue)),
      constants: byId(sampleTemplate.constants.map(templateValue)),
      // As PHP writes maps without anything in them.
      global_variables: [],
      global_constants: [],
      return_activities: [],
    },
  };
}

function templateValue({ id, name, type }: TemplateValue): Descriptor {
  return documentField(id, { type, name });
}

interface Descriptor {
  Id: string;
  Type: string;
  Name: string;
  Description: string;
  Multiple: boolean;
  Required: boolean;
  Options: Record<string, string> | "";
  Settings: [];
  Default: unknown;
}

function toDescriptor(property: PropertyCard): Descriptor {
  return {
    Id: property.Id,
    Type: property.Type,
    Name: property.Name,
    Description: property.Description,
    Multiple: property.Multiple,
    Required: property.Required,
    Options: property.Options ?? "",
    Settings: [],
    Default: property.Default ?? "",
  };
}

function documentField(id: string, field: { type: string; name: string }): Descriptor {
  return {
    Id: id,
    Type: field.type,
    Name: field.name,
    Description: "",
    Multiple: false,
    Required: id === "TITLE",
    Options: "",
    Settings: [],
    Default: "",
  };
}

function byId(descriptors: Descriptor[]): Record<string, Descriptor> {
  return Object.fromEntries(descriptors.map((descriptor) => [descriptor.Id, descriptor]));
}

function defaultValues(step: StepCard): Record<string, unknown> {
  return Object.fromEntries(
    step.properties.map((property) => [
      property.Id,
      property.Default ?? (property.Multiple ? [] : ""),
    ]),
  );
}

/** Looks like `A96649_8593_66588_9419` and stays the same for one step. */
function activityName(code: string): string {
  const hash = createHash("sha256").update(code).digest();
  const number = (at: number): number => hash.readUInt16BE(at) + 1000;
  return `A${number(0)}_${number(2)}_${number(4)}_${number(6)}`;
}
