import type { RegisteredStep } from "../portals/shared.ts";
import type { StepRegistration } from "../portals/index.ts";
import type { Lang, StepDescriptor, StepProperty } from "./step.ts";

type Kind = StepRegistration["kind"];

function variants(step: StepDescriptor): { kind: Kind; code: string }[] {
  return [
    { kind: "activity", code: step.code },
    { kind: "robot", code: step.robotCode },
  ];
}

/** What `bizproc.activity.add` and `bizproc.robot.add` take besides the code. */
export function toRegistrations(
  step: StepDescriptor,
  input: { appUrl: string; authUserId: number },
): StepRegistration[] {
  return variants(step).map(({ kind, code }) => ({
    kind,
    code,
    fields: {
      HANDLER: `${input.appUrl}/b24/activity/${code}`,
      AUTH_USER_ID: input.authUserId,
      USE_SUBSCRIPTION: step.isWaiting ? "Y" : "N",
      NAME: step.name,
      DESCRIPTION: step.description,
      PROPERTIES: toDescriptors(step.properties),
      RETURN_PROPERTIES: toDescriptors(step.returnProperties),
      USE_PLACEMENT: "Y",
      // The platform refuses one address for two codes.
      PLACEMENT_HANDLER: `${input.appUrl}/b24/settings/${code}`,
    },
  }));
}

export function toCatalogue(
  step: StepDescriptor,
  lang: Lang,
): Omit<RegisteredStep, "isRegistered">[] {
  return variants(step).map(({ kind, code }) => ({
    code,
    kind,
    name: step.name[lang],
    description: step.description[lang],
  }));
}

function toDescriptors(properties: StepProperty[]): Record<string, Record<string, unknown>> {
  return Object.fromEntries(properties.map((property) => [property.key, toDescriptor(property)]));
}

function toDescriptor(property: StepProperty): Record<string, unknown> {
  return {
    Name: property.name,
    Description: property.description,
    Type: property.type,
    Required: property.isRequired === true ? "Y" : "N",
    Multiple: property.isMultiple === true ? "Y" : "N",
    ...(property.options === undefined ? {} : { Options: property.options }),
    ...(property.default === undefined ? {} : { Default: property.default }),
  };
}
