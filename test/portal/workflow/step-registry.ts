import { RestError } from "../rest/rest-error.ts";
import type { Json, JsonMap } from "../php-values.ts";

export type StepKind = "activity" | "robot";

/** One registered activity or robot; both share one namespace of codes. */
export interface Step {
  kind: StepKind;
  code: string;
  handler: string;
  authUserId: number;
  useSubscription: "Y" | "N" | "";
  name: Json;
  description: Json;
  properties: Record<string, JsonMap>;
  returnProperties: Record<string, JsonMap>;
  documentType: Json;
  filter: Json;
  usePlacement: boolean;
  placementHandler: string;
}

export class StepRegistry {
  readonly #steps = new Map<string, Step>();

  all(): Step[] {
    return [...this.#steps.values()];
  }

  codes(kind: StepKind): string[] {
    return this.all()
      .filter((step) => step.kind === kind)
      .map((step) => step.code);
  }

  find(code: string, kind?: StepKind): Step | null {
    const step = this.#steps.get(code);
    return step === undefined || (kind !== undefined && step.kind !== kind) ? null : step;
  }

  add(step: Step): void {
    if (this.#steps.has(step.code)) {
      throw new RestError(
        "ERROR_ACTIVITY_ALREADY_INSTALLED",
        "Activity or Robot already installed!",
      );
    }
    this.#checkPlacement(step);
    this.#steps.set(step.code, step);
  }

  replace(step: Step): void {
    this.#checkPlacement(step);
    this.#steps.set(step.code, step);
  }

  remove(code: string): void {
    this.#steps.delete(code);
  }

  clear(): void {
    this.#steps.clear();
  }

  #checkPlacement(step: Step): void {
    if (!step.usePlacement) return;
    for (const other of this.#steps.values()) {
      const isSame = other.usePlacement && other.placementHandler === step.placementHandler;
      if (isSame && other.code !== step.code) {
        throw new RestError(
          "ERROR_CORE",
          "Unable to set placement handler: You should use unique placement handler for each CODE!",
        );
      }
    }
  }
}
