import type { Lang } from "../archive/index.ts";
import type { StepWork } from "../runs/index.ts";

export type { Lang };
export type Texts = Record<Lang, string>;
/** What the portal itself shows, in its designer. */
export type Titles = Texts & { de: string };

export interface StepProperty {
  /** Permanent: processes of customers refer to it. */
  key: string;
  type: "bool" | "int" | "select" | "string" | "text" | "user";
  name: Titles;
  description?: Titles;
  isMultiple?: boolean;
  isRequired?: boolean;
  options?: Record<string, Titles>;
  default?: string;
}

export interface PropertyFault {
  at: string;
  text: Texts;
}

export type ParsedProperties<T = unknown> =
  { ok: true; value: T } | { ok: false; fault: PropertyFault };

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
  /** What one call of the step is asked to do, in a few words. */
  summary(properties: Record<string, unknown>, lang: Lang): string;
  work: StepWork;
}
