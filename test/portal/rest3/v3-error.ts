import type { FaultAction } from "../faults.ts";
import type { JsonMap } from "../php-values.ts";

const PREFIX = "BITRIX_REST_V3_EXCEPTION_";

export interface FieldProblem {
  message: string;
  field: string;
}

/** An error of REST v3; the code is given by its suffix unless it is written in full. */
export class V3Error extends Error {
  readonly code: string;
  readonly status: number;
  readonly validation: FieldProblem[];

  constructor(
    suffix: string,
    message: string,
    more: { status?: number; validation?: FieldProblem[] } = {},
  ) {
    super(message);
    this.code = suffix.startsWith("BITRIX_") ? suffix : `${PREFIX}${suffix}`;
    this.status = more.status ?? 400;
    this.validation = more.validation ?? [];
  }

  body(): JsonMap {
    const error: JsonMap = { code: this.code, message: this.message };
    if (this.validation.length > 0) error.validation = this.validation.map((item) => ({ ...item }));
    return { error };
  }
}

export function fieldError(field: string, message: string): V3Error {
  return new V3Error("VALIDATION_REQUESTVALIDATIONEXCEPTION", "Error validating request object", {
    validation: [{ message, field }],
  });
}

export function requiredField(field: string): V3Error {
  return fieldError(field, `Required field \`${field}\` is not specified`);
}

export function wrongValue(field: string): V3Error {
  return fieldError(field, `Wrong value of field \`${field}\``);
}

export function unknownField(field: string, entity: string): V3Error {
  const text = `Unknown field \`${field}\` for entity \`${entity}\``;
  return new V3Error("UNKNOWNDTOPROPERTYEXCEPTION", text);
}

const asExpression = (value: unknown): string => {
  return typeof value === "string" ? value : JSON.stringify(value);
};

export function badFilter(expression: unknown): V3Error {
  const text = `Unable to recognize filter expression \`${asExpression(expression)}\``;
  return new V3Error("INVALIDFILTEREXCEPTION", text);
}

export function badOrder(expression: unknown): V3Error {
  const text = `Unable to recognize order expression \`${asExpression(expression)}\``;
  return new V3Error("INVALIDORDEREXCEPTION", text);
}

export function badSelect(expression: unknown): V3Error {
  const text = `Unable to recognize select expression \`${asExpression(expression)}\``;
  return new V3Error("INVALIDSELECTEXCEPTION", text);
}

export function badPagination(expression: unknown): V3Error {
  const text = `Cannot recognize pagination parameter \`${asExpression(expression)}\``;
  return new V3Error("INVALIDPAGINATIONEXCEPTION", text);
}

export function accessDenied(status: 401 | 403, lang: string): V3Error {
  const text = lang === "de" ? "Zugriff verweigert" : "Access denied";
  return new V3Error("ACCESSDENIEDEXCEPTION", text, { status });
}

const injectedStatus: Record<string, number> = {
  ACCESSDENIEDEXCEPTION: 403,
  INSUFFICIENTSCOPEEXCEPTION: 403,
  LICENSEEXCEPTION: 403,
  METHODNOTFOUNDEXCEPTION: 404,
  RATELIMITEXCEPTION: 429,
  INTERNAL_INTERNALEXCEPTION: 500,
};

export function injectedV3Error(fault: FaultAction): V3Error {
  const wanted = typeof fault.error === "object" ? fault.error : { code: fault.error ?? "" };
  const suffix = wanted.code.replace(PREFIX, "");
  const text = ("description" in wanted ? wanted.description : undefined) ?? "Internal error";
  const status = wanted.status ?? fault.status ?? injectedStatus[suffix] ?? 400;
  return new V3Error(wanted.code, text, { status });
}
