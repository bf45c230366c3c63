export { beat, forgetWorkers } from "./beat.ts";
export type { WorkerIdentity } from "./beat.ts";
export { getHealth } from "./get-health.ts";
export type { Health, HealthStatus } from "./get-health.ts";
export { getMetrics } from "./get-metrics.ts";
export { keepCounts } from "./keep-counts.ts";
