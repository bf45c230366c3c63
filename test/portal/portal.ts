import { createHash, randomBytes } from "node:crypto";

import type { TokenPair } from "./auth/token-store.ts";
import type { PortalCloud } from "./cloud.ts";
import type {
  AppCard,
  FrameTokens,
  LogEntryView,
  OpenForm,
  PlacementCard,
  PortalPagesApi,
  PortalUser,
  StepCard,
  WorkflowStart,
} from "./contract.ts";
import { EventBindings } from "./event-bindings.ts";
import { EventLog } from "./eventlog/event-log.ts";
import { Installation } from "./installation.ts";
import {
  finishInstallation,
  setPayment,
  uninstallApplication,
  updateApplication,
} from "./lifecycle.ts";
import { LeakyBucket } from "./limits/leaky-bucket.ts";
import { OperatingTime } from "./limits/operating-time.ts";
import { Notices } from "./notices.ts";
import { buildOpenForm, type OpenInput } from "./open-form.ts";
import { OptionsStore } from "./options-store.ts";
import { People, type Person, type PersonPatch } from "./people.ts";
import type { Json } from "./php-values.ts";
import { Placements } from "./placements.ts";
import { defaultSettings, type Edition, type PortalSettings } from "./portal-settings.ts";
import { sendEvent, type EventInput } from "./queue/events.ts";
import { WorkflowEngine } from "./workflow/engine.ts";
import { stepCard } from "./workflow/step-card.ts";
import { StepRegistry } from "./workflow/step-registry.ts";
import type { WorkflowDetails } from "./workflow/workflow.ts";

export interface PortalInput {
  memberId: string;
  title: string;
  edition: Edition;
  entries: number;
  seed: number;
  scope: string[];
}

/** One Bitrix24 account: its people, the installed application and everything registered by it. */
export class Portal implements PortalPagesApi {
  readonly cloud: PortalCloud;
  readonly memberId: string;
  readonly title: string;
  readonly edition: Edition;
  readonly secret = randomBytes(32).toString("hex");
  readonly webhookCode: string;
  readonly settings: PortalSettings = defaultSettings();
  readonly people = new People();
  readonly installation: Installation;
  readonly events = new EventBindings();
  readonly placementStore = new Placements();
  readonly stepRegistry = new StepRegistry();
  readonly options = new OptionsStore();
  readonly notices = new Notices();
  readonly bucket: LeakyBucket;
  readonly operating = new OperatingTime();
  readonly eventLog: EventLog;
  readonly engine: WorkflowEngine;
  port = 0;

  constructor(cloud: PortalCloud, input: PortalInput) {
    this.cloud = cloud;
    this.memberId = input.memberId;
    this.title = input.title;
    this.edition = input.edition;
    const { code, title } = cloud.application;
    this.installation = new Installation({ id: 5, code, title, scope: input.scope });
    this.webhookCode = createHash("md5").update(this.secret).digest("hex").slice(0, 16);
    this.bucket = new LeakyBucket(input.edition);
    this.eventLog = new EventLog(this, { seed: input.seed, entries: input.entries });
    this.engine = new WorkflowEngine(this);
  }

  get domain(): string {
    return `localhost:${String(this.port)}`;
  }

  get origin(): string {
    return `http://${this.domain}`;
  }

  get clientEndpoint(): string {
    return `${this.origin}/rest/`;
  }

  users(): PortalUser[] {
    return this.people.all();
  }

  patchUser(id: number, patch: PersonPatch): Person {
    return this.people.patch(id, patch);
  }

  app(): AppCard {
    const { id, code, title, isAdded, isInstalled, version, status, scope } = this.installation;
    const { appUrl } = this.cloud;
    return {
      ...{ id, code, title, isAdded, isInstalled, version, status, scope: [...scope] },
      appUrl: `${appUrl}/b24/open`,
      installUrl: `${appUrl}/b24/install`,
    };
  }

  placements(): PlacementCard[] {
    return this.placementStore.all().map(({ placement, handler, title }) => {
      return { placement, handler, title };
    });
  }

  steps(lang: string): StepCard[] {
    return this.stepRegistry.all().map((step) => stepCard(step, lang));
  }

  addApp(): void {
    this.installation.add();
  }

  finishInstall(): Promise<void> {
    finishInstallation(this);
    return Promise.resolve();
  }

  updateApp(): void {
    updateApplication(this);
  }

  uninstallApp(clean: boolean, silent = false): Promise<void> {
    uninstallApplication(this, { clean, silent });
    return Promise.resolve();
  }

  setPayment(input: { expired: boolean; days?: number }): void {
    setPayment(this, input);
  }

  issueTokens(input: { userId: number; source: string; clientId?: string }): TokenPair {
    const { userId, source } = input;
    const clientId = input.clientId ?? this.cloud.clientId;
    return this.cloud.tokens.issuePair({ memberId: this.memberId, clientId, userId, source });
  }

  openForm(input: OpenInput): OpenForm {
    return buildOpenForm(this, input);
  }

  refreshAuth(userId: number): FrameTokens | null {
    const user = this.people.find(userId);
    const { memberId } = this;
    const fault = this.cloud.faults.next({
      kind: "frame",
      method: "refreshAuth",
      userId,
      memberId,
    });
    const isRefused = fault !== null || user?.isActive !== true || !user.hasAppAccess;
    if (isRefused || !this.installation.isAdded) return null;
    const { access, refresh } = this.issueTokens({ userId, source: "frame" });
    return {
      AUTH_ID: access.value,
      AUTH_EXPIRES: String(this.cloud.tokens.settings.accessLifetimeSeconds),
      REFRESH_ID: refresh.value,
    };
  }

  userOptions(userId: number): Record<string, unknown> {
    return { ...this.options.user(userId) };
  }

  setUserOption(userId: number, name: string, value: unknown): Record<string, unknown> {
    this.options.set(this.options.user(userId), { name, value: value as Json });
    return this.userOptions(userId);
  }

  appOptions(): Record<string, unknown> {
    return { ...this.options.app };
  }

  setAppOption(userId: number, name: string, value: unknown): Record<string, unknown> | null {
    if (this.people.find(userId)?.isAdmin !== true) return null;
    this.options.set(this.options.app, { name, value: value as Json });
    return this.appOptions();
  }

  sendEvent(input: EventInput): number {
    return sendEvent(this, input);
  }

  startWorkflow(input: WorkflowStart): Promise<WorkflowDetails> {
    return Promise.resolve(this.engine.start(input));
  }

  workflow(id: string): WorkflowDetails | null {
    return this.engine.find(id);
  }

  workflows(): WorkflowDetails[] {
    return this.engine.all();
  }

  terminateWorkflow(id: string): void {
    this.engine.terminate(id);
  }

  newestEntries(limit: number): LogEntryView[] {
    return this.eventLog.newest(limit);
  }

  appendEntries(count: number): void {
    this.eventLog.append(count);
  }

  violation(kind: string, detail: string): void {
    this.cloud.journal.violation({ kind, detail, memberId: this.memberId });
  }

  /** Whether the application answered the ONAPPUNINSTALL call of the last removal with success. */
  hasDeliveredRemoval(): boolean {
    const since = new Date(this.installation.removedAt).toISOString();
    return this.cloud.journal.deliveries.some(
      ({ memberId, name, status, at }) =>
        memberId === this.memberId && name === "ONAPPUNINSTALL" && status === 200 && at >= since,
    );
  }

  stop(): void {
    this.engine.stop();
    this.eventLog.stop();
  }
}
