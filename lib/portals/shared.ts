export {
  DENSITIES,
  isColumnId,
  MAX_COLUMN_PX,
  MAX_COLUMNS,
  MAX_PINNED,
  MIN_COLUMN_PX,
} from "./preference-limits.ts";
export type { Density } from "./preference-limits.ts";
export type {
  ColumnsKey,
  ColumnSetup,
  LogView,
  PreferencesView,
  SavePreferenceInput,
} from "./preference-schemas.ts";

export type CheckState = "ok" | "missing" | "failed" | "pending";

/** One line of the installation's result. `name` is a closed list; texts are made from it in the interface's language. */
export interface SetupCheck {
  name:
    | "identity"
    | "administrator"
    | "scope"
    | "events"
    | "activities"
    | "robots"
    | "placement"
    | "eventlog";
  state: CheckState;
  /** What is missing or what the portal said; shown as it is. */
  detail: string | null;
}

export interface SetupView {
  checks: SetupCheck[];
  isComplete: boolean;
  checkedAt: string | null;
}

export interface RegisteredStep {
  code: string;
  kind: "activity" | "robot";
  name: string;
  description: string;
  isRegistered: boolean;
}

export interface SettingsView {
  portal: {
    origin: string;
    state: "active" | "suspended" | "auth_lost" | "payment_required" | "removed";
    stateReason: string | null;
    appStatus: string | null;
    appVersion: number | null;
    license: string | null;
    installedAt: string | null;
  };
  setup: SetupView;
  steps: RegisteredStep[];
  scopes: { name: string; isGranted: boolean; isNeeded: boolean }[];
  admins: { userId: number; name: string; isInUse: boolean; isLost: boolean; provenAt: string }[];
  stepsReadLog: boolean;
  /** Limits what processes see of the log; empty: nothing does. */
  stepsQuery: string;
}

/** Answer of POST /api/session: everything a page needs before its first data call. */
export interface SessionView {
  /** Sent back as X-Logbook-Session; kept in memory only. */
  sessionToken: string;
  expiresAt: string;
  lang: string;
  /** IANA name of the viewer's zone on the portal, or null. */
  timeZone: string | null;
  portal: {
    key: string;
    origin: string;
    isInstalled: boolean;
    state: string;
    /** Code in links to the app, `/marketplace/view/{code}/`; null until the installation is known. */
    appCode: string | null;
  };
  /** `canRead`: the log; administrators, and whom they named as readers. */
  user: { id: number; name: string; isAdmin: boolean; canRead: boolean };
}

export const CALL_OUTCOMES = ["ok", "error"] as const;
export type CallOutcome = (typeof CALL_OUTCOMES)[number];

/** One command of a batch; `unknown` when the answer to the whole batch was lost. */
export interface CallCommand {
  id: string;
  method: string;
  outcome: CallOutcome | "unknown";
  code: string | null;
  platformCode: string | null;
}

/** One request to the portal or to its auth server. */
export interface CallView {
  id: string;
  at: string;
  method: string;
  api: "v2" | "v3" | "auth";
  priority: string | null;
  attempt: number;
  /** Null when no answer arrived. */
  status: number | null;
  /** A batch fails already when one of its commands does. */
  outcome: CallOutcome;
  code: string | null;
  platformCode: string | null;
  durationMs: number;
  runIds: string[];
  /** For a batch: its methods and how many commands were refused. */
  batch: { methods: string[]; total: number; refused: number } | null;
}

export interface CallPage {
  items: CallView[];
  nextCursor: string | null;
  /** How many days calls are kept. */
  keptDays: number;
}

export interface CallDetail {
  call: CallView;
  requestId: string;
  message: string | null;
  commands: CallCommand[] | null;
  request: unknown;
  response: unknown;
  isRequestCut: boolean;
  isResponseCut: boolean;
}
