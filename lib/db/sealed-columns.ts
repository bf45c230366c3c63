export interface SealedColumn {
  table: string;
  column: string;
  /** What `seal` and `unseal` are called with. */
  purpose: string;
  /** Primary key, in its order, with the types that its parameters are cast to. */
  key: { name: string; type: string }[];
}

const RUN_KEY = [
  { name: "id", type: "uuid" },
  { name: "called_at", type: "timestamptz" },
];

const ADMIN_KEY = [
  { name: "portal_id", type: "bigint" },
  { name: "user_id", type: "integer" },
];

/** Every column that holds sealed values. A new one belongs here, or changing the key would lose it. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  {
    table: "portal",
    column: "application_token_sealed",
    purpose: "application-token",
    key: [{ name: "id", type: "bigint" }],
  },
  {
    table: "portal_admin",
    column: "access_sealed",
    purpose: "access-token",
    key: ADMIN_KEY,
  },
  {
    table: "portal_admin",
    column: "refresh_sealed",
    purpose: "refresh-token",
    key: ADMIN_KEY,
  },
  {
    table: "session",
    column: "access_sealed",
    purpose: "session-token",
    key: [{ name: "id", type: "text" }],
  },
  {
    table: "run",
    column: "token_sealed",
    purpose: "event-token",
    key: RUN_KEY,
  },
  {
    table: "run",
    column: "access_sealed",
    purpose: "call-access",
    key: RUN_KEY,
  },
  {
    table: "job_connection",
    column: "secret_sealed",
    purpose: "job-secret",
    key: [{ name: "id", type: "uuid" }],
  },
  {
    table: "job_connection",
    column: "old_secret_sealed",
    purpose: "job-secret",
    key: [{ name: "id", type: "uuid" }],
  },
  {
    table: "job_connection",
    column: "older_secrets_sealed",
    purpose: "job-secret",
    key: [{ name: "id", type: "uuid" }],
  },
  {
    table: "step_job",
    column: "token_sealed",
    purpose: "run-secret",
    key: [
      { name: "portal_id", type: "bigint" },
      { name: "run_id", type: "uuid" },
    ],
  },
];
