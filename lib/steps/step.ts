import type { Lang } from "../archive/index.ts";
import type { StepWork } from "../runs/index.ts";
import type { PropertyInput } from "./step-view.ts";

export type { Lang };
export type Texts = Record<Lang, string>;
/** What the portal itself shows, in its designer. */
export type Titles = Texts & { de: string };

export interface StepProperty {
  /** Permanent: processes of customers refer to it. */
  key: string;
  type: "bool" | "int" | "select" | "string" | "text" | "user";
  name: Titles;
  description: Titles;
  isMultiple?: boolean;
  isRequired?: boolean;
  options?: Record<string, Titles>;
  default?: string;
  /** How the page of the settings asks for it, where the type says too little. */
  input?: PropertyInput;
  /** Counts only while another property has this value; else nobody is asked for it. */
  onlyWith?: { key: string; value: string };
}

export interface PropertyFault {
  at: string;
  text: Texts;
  /** Other properties whose value would mend it as well. */
  others?: readonly string[];
}

export type ParsedProperties<T = unknown> =
  | { ok: true; value: T }
  /** The first fault, and all of them. */
  | { ok: false; fault: PropertyFault; faults: PropertyFault[] };

/** One step of a process. Codes are permanent, and both share one list of names on the portal. */
export interface StepDescriptor<T = unknown> {
  /** As an activity of the process designer. */
  code: string;
  /** As an automation rule. */
  robotCode: string;
  name: Titles;
  description: Titles;
  /** Whether the process waits for the result. */
  isWaiting: boolean;
  /** Whether it changes anything outside of its process: then only a call whose access is proven may do it. */
  isActing: boolean;
  properties: StepProperty[];
  returnProperties: StepProperty[];
  /** Of one call: our own limit in seconds, counted from it; null where only the portal sets one. */
  limitSeconds?(properties: Record<string, unknown>): number | null;
  parseProperties(raw: Record<string, unknown>): ParsedProperties<T>;
  /** What the step will do with these values, as one sentence; expressions of the process stay as they are. */
  summary(properties: Record<string, unknown>, lang: Lang): string;
  work: StepWork;
}
