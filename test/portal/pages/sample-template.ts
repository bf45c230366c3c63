export interface TemplateValue {
  id: string;
  name: string;
  type: string;
  value: string;
}

/** What the sample template has besides the fields of its document. */
export const sampleTemplate = {
  parameters: [{ id: "Approver", name: "Approver", type: "user", value: "user_2" }],
  variables: [{ id: "Attempts", name: "Attempts so far", type: "int", value: "3" }],
  constants: [
    { id: "OfficeNetwork", name: "Network of the office", type: "string", value: "10.0.0.0/8" },
  ],
} satisfies Record<string, TemplateValue[]>;

const PREFIXES: Record<string, TemplateValue[]> = {
  Template: sampleTemplate.parameters,
  Variable: sampleTemplate.variables,
  Constant: sampleTemplate.constants,
};

/** Values behind expressions such as {=Variable:Attempts}. */
export function templateField(prefix: string, id: string): string | null {
  return PREFIXES[prefix]?.find((value) => value.id === id)?.value ?? null;
}
