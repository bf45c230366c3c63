/** Values of the example that explains a step; its words stand among the texts of the interface. */
export interface StepExample {
  values: Record<string, string>;
  outputs: Record<string, string>;
  /** What the log page shows for it; null where there is nothing to search for. */
  query: string | null;
}

export const STEP_EXAMPLES = {
  logbook_search: {
    values: {
      period: "day",
      event_types: "USER_LOGIN",
      users: "{=Document:ASSIGNED_BY_ID}",
      query: "-ip:private",
    },
    outputs: { status: "ok", found: "Y", count: "7" },
    query: "type:USER_LOGIN -ip:private",
  },
  logbook_wait: {
    values: { query: "type:USER_AUTHORIZE user:{=Document:ASSIGNED_BY_ID}", wait_for: "2880" },
    outputs: { status: "ok", found: "Y", waited: "5400" },
    query: "type:USER_AUTHORIZE",
  },
  logbook_record: {
    values: {
      title: "Discount approved: {=Document:TITLE}",
      severity: "NOTICE",
      user: "{=Document:ASSIGNED_BY_ID}",
      extra_json: '{"deal": {=Document:ID}}',
    },
    outputs: {},
    query: "type:LOGBOOK_RECORD json.extra.deal:777",
  },
  logbook_job: {
    values: {
      connection: "Warehouse",
      payload: '{"deal": {=Document:ID}, "amount": "{=Document:OPPORTUNITY}"}',
      wait: "Y",
      time_limit: "60",
    },
    outputs: { status: "ok", result: "Order 4711 is reserved", duration: "94" },
    query: null,
  },
} as const satisfies Record<string, StepExample>;

export type ExplainedStep = keyof typeof STEP_EXAMPLES;

/** A step whose words we have; any other one is told by its own description alone. */
export function explained(stepCode: string): ExplainedStep | null {
  const known = Object.keys(STEP_EXAMPLES) as ExplainedStep[];
  return known.find((name) => name === stepCode) ?? null;
}
