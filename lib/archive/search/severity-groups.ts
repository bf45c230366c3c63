export const SEVERITY_GROUPS = ["danger", "security", "warning", "info", "quiet"] as const;
export type SeverityGroup = (typeof SEVERITY_GROUPS)[number];
export type SeverityCounts = Record<SeverityGroup, number>;

const GROUPS: Record<string, SeverityGroup> = {
  EMERGENCY: "danger",
  ALERT: "danger",
  CRITICAL: "danger",
  ERROR: "danger",
  SECURITY: "security",
  WARNING: "warning",
  NOTICE: "info",
  INFO: "info",
};

/** What a severity counts as in colours and charts; unknown ones are quiet. */
export function severityGroup(severity: string): SeverityGroup {
  return GROUPS[severity.toUpperCase()] ?? "quiet";
}

export function emptyCounts(): SeverityCounts {
  return { danger: 0, security: 0, warning: 0, info: 0, quiet: 0 };
}
