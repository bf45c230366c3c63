// What the pages of the local portal may ask of its core. The core implements it, the pages render it.

export interface PortalUser {
  id: number;
  name: string;
  lastName: string;
  isAdmin: boolean;
  isActive: boolean;
  hasAppAccess: boolean;
  timeZone: string;
}

export interface AppCard {
  /** Numeric id of the application on this portal, used in /marketplace/app/{id}/. */
  id: number;
  code: string;
  title: string;
  isAdded: boolean;
  isInstalled: boolean;
  version: number;
  status: string;
  scope: string[];
  appUrl: string;
  installUrl: string;
}

export interface FrameTokens {
  AUTH_ID: string;
  AUTH_EXPIRES: string;
  REFRESH_ID: string;
}

export interface OpenForm {
  /** Full action address with DOMAIN, PROTOCOL, LANG and APP_SID in the query. */
  action: string;
  fields: Record<string, string>;
  appSid: string;
  /** Value of the iframe's name attribute: host|protocol|sid. */
  frameName: string;
  isInstaller: boolean;
}

export interface PlacementCard {
  placement: string;
  handler: string;
  title: string;
}

export interface PropertyCard {
  Id: string;
  Name: string;
  Description: string;
  Type: string;
  Required: boolean;
  Multiple: boolean;
  Options: Record<string, string> | null;
  Default: unknown;
}

export interface StepCard {
  code: string;
  kind: "activity" | "robot";
  name: string;
  description: string;
  properties: PropertyCard[];
  returnProperties: PropertyCard[];
  useSubscription: "Y" | "N" | "";
  usePlacement: boolean;
}

export interface WorkflowStart {
  code: string;
  /** null = the registration's own default. */
  useSubscription?: "Y" | "N" | null;
  timeoutSeconds?: number;
  documentId?: [string, string, string];
  documentType?: [string, string, string];
  properties?: Record<string, string | string[]>;
  startedBy?: number;
  /** How often the step runs one after another in a loop; every run has its own event_token. */
  repeat?: number;
  /** How many copies of the step run side by side. */
  parallel?: number;
}

export interface WorkflowView {
  id: string;
  code: string;
  stepName: string;
  documentId: [string, string, string];
  state: "running" | "completed" | "terminated" | "gone";
  startedAt: string;
  finishedAt: string | null;
  isTimeout: boolean;
  log: { at: string; kind: "system" | "progress" | "completion"; message: string }[];
  returnValues: Record<string, unknown> | null;
}

export interface LogEntryView {
  id: number;
  timestampX: string;
  severity: string;
  auditTypeId: string;
  userId: number | null;
  description: string | null;
}

export interface PortalPagesApi {
  readonly memberId: string;
  readonly origin: string;
  readonly title: string;
  users(): PortalUser[];
  app(): AppCard;
  placements(): PlacementCard[];
  steps(lang: string): StepCard[];
  /** Registers the app on the portal as not yet installed; the installer is opened in a frame afterwards. */
  addApp(): void;
  uninstallApp(clean: boolean): Promise<void>;
  /** placement DEFAULT opens the main address (or the installer while not installed). */
  openForm(input: {
    userId: number;
    lang: string;
    placement: string;
    options: Record<string, unknown>;
    handler?: string;
  }): OpenForm;
  refreshAuth(userId: number): FrameTokens | null;
  finishInstall(): Promise<void>;
  userOptions(userId: number): Record<string, unknown>;
  setUserOption(userId: number, name: string, value: unknown): Record<string, unknown>;
  appOptions(): Record<string, unknown>;
  setAppOption(userId: number, name: string, value: unknown): Record<string, unknown> | null;
  startWorkflow(input: WorkflowStart): Promise<WorkflowView>;
  workflow(id: string): WorkflowView | null;
  workflows(): WorkflowView[];
  terminateWorkflow(id: string): void;
  newestEntries(limit: number): LogEntryView[];
  appendEntries(count: number): void;
}
