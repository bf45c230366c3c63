/** How a value is asked for, where the type of its property alone says too little. */
export type PropertyInput =
  "query" | "event-types" | "severities" | "minutes" | "json" | "moment" | "connection";

export interface StepPropertyView {
  key: string;
  type: "bool" | "int" | "select" | "string" | "text" | "user";
  input: PropertyInput | null;
  /** Counts only while another property has this value. */
  onlyWith: { key: string; value: string } | null;
  name: string;
  description: string | null;
  isMultiple: boolean;
  isRequired: boolean;
  options: { value: string; title: string }[];
  default: string;
}

/** A step as people are told of it; nothing in it is the portal's. */
export interface StepView {
  /** As it was asked for: of the designer or of the automation rule. */
  code: string;
  /** Of the step, whatever it is registered as. */
  stepCode: string;
  kind: "activity" | "robot";
  name: string;
  description: string;
  isWaiting: boolean;
  properties: StepPropertyView[];
  outputs: StepPropertyView[];
}

/** What is to be said of values before they are saved. */
export interface StepCheck {
  /** What the step will do; null while something is wrong. */
  summary: string | null;
  faults: { at: string; text: string }[];
}
