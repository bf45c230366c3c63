import type { FaultAction } from "../faults.ts";
import { RestError, systemErrors } from "../rest/rest-error.ts";

/** The v2 error a fault rule asks for; unknown codes come with 400 unless it says otherwise. */
export function injectedError(fault: FaultAction): RestError {
  const wanted = typeof fault.error === "object" ? fault.error : { code: fault.error ?? "" };
  const status = wanted.status ?? fault.status ?? systemErrors[wanted.code]?.status;
  const text = "description" in wanted ? wanted.description : undefined;
  return new RestError(wanted.code, text, status === undefined ? {} : { status });
}
