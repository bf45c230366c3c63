export type Edition = "cloud" | "enterprise" | "box";

export interface LateRows {
  /** Every n-th new row appears later than its neighbours; 0 switches it off. */
  every: number;
  delayMs: number;
}

/** Switches of one portal; every one can be changed while it runs. */
export interface PortalSettings {
  lang: string;
  serverOffsetMinutes: number;
  retentionDays: number;
  hasBizproc: boolean;
  hasRest: boolean;
  isDeleted: boolean;
  isLegacyOpen: boolean;
  deliversOnAppInstall: boolean;
  deliversOnAppUpdate: boolean;
  logsRestUse: boolean;
  /** Older portals know no batch of REST v3. */
  hasBatchV3: boolean;
  /** Larger pages of the log are cut to this without a word. */
  largestPage: number;
  workflowLingerMs: number;
  completionDelayMs: number;
  lateRows: LateRows;
  /** Seconds a call of a method is booked with, by name; "*" is the default. */
  operatingCost: Record<string, number>;
}

export function defaultSettings(): PortalSettings {
  return {
    lang: "en",
    serverOffsetMinutes: 180,
    retentionDays: 7,
    hasBizproc: true,
    hasRest: true,
    isDeleted: false,
    isLegacyOpen: false,
    deliversOnAppInstall: true,
    deliversOnAppUpdate: false,
    logsRestUse: true,
    hasBatchV3: true,
    largestPage: 1_000,
    workflowLingerMs: 3_000,
    completionDelayMs: 8,
    lateRows: { every: 0, delayMs: 0 },
    operatingCost: { "*": 0.01, "main.eventlog.list": 0.05, "main.eventlog.tail": 0.05 },
  };
}

export interface LicenseText {
  LICENSE: string;
  LICENSE_TYPE?: string;
  LICENSE_FAMILY?: string;
}

export function licenseOf(edition: Edition, lang: string): LicenseText {
  if (edition === "box") return { LICENSE: `${lang}_selfhosted` };
  const plan = edition === "enterprise" ? "ent250" : "pro100";
  const family = edition === "enterprise" ? "ent" : "pro";
  return { LICENSE: `${lang}_${plan}`, LICENSE_TYPE: plan, LICENSE_FAMILY: family };
}
